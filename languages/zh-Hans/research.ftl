editions-title = 数据版次
editions-what = 每个版次都是一份编号、冻结的数据集，由已采纳的回答组成，内容永不更改。若有人撤回回答，会产生修订版（如 1.1），并取代原版次。
editions-none = 目前还没有版次。
edition-name = 第 { $number } 版
edition-number = 版次
edition-profile = 谁可以阅读
edition-profile-public = 公开
edition-profile-restricted = 有账号的研究者
edition-submissions = 回答数
edition-days = 提交日期
edition-sealed = 封存日期
edition-control = 披露控制
edition-control-text = { $n ->
    [0] 没有隐去任何值：每种可识别身份的回答组合都至少有 { $k } 份回答相同。
   *[other] 有 { $n } 份回答中可识别身份的值已隐去（.w），因为相同组合的回答少于 { $k } 份。
}
edition-files = 文件
edition-file = 文件
edition-rows = 行数
edition-size = 大小
edition-check = 核对文件在传输中未被更改：
edition-cite = 如何引用
edition-read = 如何读取
edition-read-text = README.md 给出了在 R、pandas、Stata、SPSS 和 Excel 中读取的方法；codebook.csv 解释每一列。空单元格表示未提问；.s 表示跳过；.d 表示不清楚；.r 表示不愿透露；.n 表示不适用；.w 表示已隐去。
edition-cautions = 这些数据不能说明什么
edition-cautions-text = 参与者均为自愿参加，数据只反映参与者的情况：不附误差范围，不代表总体比例，也不是事件发生率。他人报告的内容属于单方陈述。发布方代使用者作答的内容均有标记，不得与使用者本人的回答合并平均。

research-title = 研究者的数据版次
research-none = 您的账号目前没有任何研究的权限。
research-orders = 生成请求
research-order-waiting = 正在生成，本页会自动刷新
research-submissions = { $n } 份回答
research-build = 生成下一版次
research-build-public = 面向所有人：仅含可公开的列，并保护人数较少的群体
research-build-restricted = 面向有账号的研究者：另含自由文本
research-build-now = 生成
research-order-failed = 未能生成，原因见运维日志
