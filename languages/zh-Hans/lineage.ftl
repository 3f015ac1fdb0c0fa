# How invitations travelled
lineage-title = 邀请的传递情况
lineage-text = 参与者可将邀请转交给链条的下一环节。本页仅说明有多少人由此而来，不涉及任何个人。
lineage-as-of = 统计截至 { $day }（星期一）。数字每周更新一次，所有人看到的内容相同。
lineage-nothing = 暂无可公布的内容：上个星期一之前采纳的回答太少。
lineage-coverage = 来自部署者、服务提供商和用户的每十份回答中，{ $n ->
    [0] 没有
   *[other] 约有 { $n } 份
}经由上游的邀请而来。
lineage-by-role = 已采纳的回答：按角色和到达方式
lineage-role = 作答者
lineage-tier = 到达方式
lineage-tiers = T0：公开页面。T1：面向多人的链接。T2：给个人的链接。T3：由已确认控制该模型或服务者发出的链接。短横线表示数量太少不便公布，或没有。
lineage-by-chain = 可公布回答数的链条位置
lineage-chain = 位置
lineage-above = 上游位置
lineage-depth = 转交次数
lineage-submissions = 回答数
lineage-more = 另有 { $n } 个见各版数据。
lineage-how = 统计方法
lineage-rule = 只有当至少十份回答首次一并公布、且在个人相互邀请时至少来自三个链接时，才显示某一位置。数量不足的并入上游最近的位置，或等待下一周。计数取 5 的倍数。因此，无论将同一周还是多周的数字相加或相减，所得结果都不会涉及少于十人。
lineage-not = 这些数字仅反映受邀并作答的情况，不是任何人群的抽样：链接由参与者自行选择向下传递。
lineage-study = 邀请的传递情况
lineage-own = 您的邀请带来的回答
lineage-own-text = 经由您的邀请以及由此继续转交的邀请而来的已采纳回答，取 5 的倍数，截至上个星期一：
lineage-further-up = 经由您本人邀请而来的回答太少，不便公布。在包含您的邀请的上游位置：
lineage-whole = 经由您本人邀请而来的回答太少，不便公布。在整个研究中：
lineage-wait = 回答数量太少，不便公布。请在某个星期一之后再来查看。
role-any = 所有人
