paper-link = 可打印的问卷
paper-version = 第 { $n } 版
paper-questions = 共 { $n } 题
paper-print = 请用浏览器打印本页，或另存为 PDF。
paper-one = 单选
paper-many = 可多选
paper-required-legend = 标有“必答”的题目须回答，其他题目均可留空。
paper-in-other-languages = 其他语言：

paper-only-if = 仅当{ $rule }时，回答第 { $numbers } 题。
paper-never = 第 { $numbers } 题无须回答。
paper-from-to = { $from } 至 { $to }
paper-required-if = （当{ $rule }时必答）
paper-repeat = 第 { $numbers } 题请就每一项“{ $what }”各填一次，可按需复印本部分。
paper-repeat-times = 第 { $numbers } 题请就每一项“{ $what }”各填一次，共 { $n } 次。请复印本部分。
paper-repeat-answer = 第 { $numbers } 题请就每一项“{ $what }”各填一次，次数以{ $question }的回答为准。可按需复印本部分。
paper-repeat-formula = 第 { $numbers } 题请就每一项“{ $what }”各填一次，次数按此公式计算：{ $formula }
paper-depends = 其中哪些选项可选，取决于{ $questions }的回答。
paper-depends-formula = 并非所有选项都可选，须符合此公式：{ $formula }
paper-answers-to = 请填写您在{ $question }中的一项回答。
paper-in-words = 请用文字填写。
paper-rank = 请用 1 至 { $n } 为各项编号，1 排在最前。
paper-range = 从 { $start } 到 { $end }，每级相差 { $step }。
paper-day = 年、月、日
paper-month = 年、月
paper-year = 年
paper-time = 时、分
paper-day-time = 年、月、日、时、分
paper-place = 纬度、经度
paper-file = 请将图片或文件随本问卷一并交回。
paper-answer-to = [第 { $n } 题的回答]
paper-computed = [计算结果]

rule-question = 第 { $n } 题
rule-quoted = “{ $text }”
rule-list = { $left }、{ $right }
rule-or-last = { $left }或{ $right }
rule-and-last = { $left }和{ $right }
rule-and = { $left }，且{ $right }
rule-or = { $left }，或{ $right }
rule-nested = （{ $rule }）
rule-is = { $question }选择{ $options }
rule-is-not = { $n ->
    [1] { $question }未选择{ $options }
   *[other] { $question }未选择{ $options }中的任何一项
}
rule-has = { $question }选中了{ $options }
rule-has-not = { $n ->
    [1] { $question }未选中{ $options }
   *[other] { $question }未选中{ $options }中的任何一项
}
rule-nor-last = { $left }、{ $right }
rule-only = { $question }只选中了{ $options }
rule-only-not = { $question }并非只选中{ $options }
rule-answered = { $question }已回答
rule-answered-not = { $question }留空
rule-ticked = { $question }已勾选
rule-ticked-not = { $question }未勾选
rule-answer = { $question }的回答
rule-options = { $question }选中的项数
rule-block = 本部分的序号
rule-today = 填写当日
rule-equal = { $what }为 { $value }
rule-equal-not = { $what }不为 { $value }
rule-less = { $what }小于 { $value }
rule-less-not = { $what }不小于 { $value }
rule-at-most = { $what }至多为 { $value }
rule-at-most-not = { $what }并非至多 { $value }
rule-more = { $what }大于 { $value }
rule-more-not = { $what }不大于 { $value }
rule-at-least = { $what }至少为 { $value }
rule-at-least-not = { $what }并非至少 { $value }
rule-before = { $what }早于 { $value }
rule-before-not = { $what }不早于 { $value }
rule-until = { $what }不晚于 { $value }
rule-until-not = { $what }并非不晚于 { $value }
rule-after = { $what }晚于 { $value }
rule-after-not = { $what }不晚于 { $value }
rule-from = { $what }不早于 { $value }
rule-from-not = { $what }并非不早于 { $value }
rule-formula = 下列公式成立：{ $formula }
