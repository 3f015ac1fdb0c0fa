//! What people who do not exist write, in English and Chinese.

/// A sentence for a free text question, by the name of the question; `None` for other names.
pub fn for_question(name: &str, chinese: bool) -> Option<&'static [&'static str]> {
    let (english, in_chinese): (&[&str], &[&str]) = match name {
        "tell" => (&TELL, &TELL_ZH),
        "trial_note" => (&TRIAL, &TRIAL_ZH),
        "i_what" => (&WHAT, &WHAT_ZH),
        "i_expect" => (&EXPECT, &EXPECT_ZH),
        "i_config" => (&CONFIG, &CONFIG_ZH),
        "release_other" | "i_release_other" | "trial_release_other" | "trial_replaced_by_other" => {
            (&RELEASES, &RELEASES_ZH)
        }
        _ => return None,
    };
    Some(if chinese { in_chinese } else { english })
}

/// Something short for "something else, please say" and for unknown questions.
pub const fn short(chinese: bool) -> &'static [&'static str] {
    if chinese { &SHORT_ZH } else { &SHORT }
}

const TELL: [&str; 12] = [
    "Please say in the model card what changed between versions, not only that something did.",
    "The licence is fine, but nobody could tell us whether our fine-tune falls under it.",
    "Works well for summaries. Numbers in tables are still wrong too often.",
    "We found out by accident that the hosted model had been replaced.",
    "More examples in languages other than English would help us a lot.",
    "I wish the service told me which model it uses.",
    "Good quality for the price. Keep the small sizes, they run on what we have.",
    "We reported a prompt injection in spring and never heard back.",
    "Documentation for quantised versions is thin: which one was tested, and on what?",
    "It refuses harmless medical questions, and then answers them when asked differently.",
    "Being able to run it ourselves is the reason we use it at all.",
    "Thank you for answering so quickly when the tokenizer was broken.",
];

const TELL_ZH: [&str; 12] = [
    "希望在模型说明里写清楚每个版本改了什么，而不只是写“有更新”。",
    "许可本身没问题，但没人能说清我们微调后的模型是否受其约束。",
    "做摘要很好用，表格里的数字还是经常出错。",
    "我们是偶然发现托管的模型被替换了，希望提前通知。",
    "希望多提供一些中文场景的示例。",
    "希望服务能标明用的是哪个模型。",
    "性价比不错，请保留小尺寸版本，我们的机器只能跑这些。",
    "春天反馈过一次提示注入问题，一直没有回复。",
    "量化版本的文档太少，不清楚哪个版本经过测试。",
    "正常的医学问题经常被拒答，换个问法又能回答。",
    "能自己部署是我们选择它的主要原因。",
    "分词器出问题时回复很快，谢谢。",
];

const TRIAL: [&str; 4] = [
    "Stopped after a week: too slow on our cards.",
    "Kept it for batch work at night.",
    "Good enough once we gave it our own documents.",
    "The eight-bit version was the best trade-off.",
];

const TRIAL_ZH: [&str; 4] = [
    "试了一周就停了，在我们的卡上太慢。",
    "保留下来，夜间批处理时使用。",
    "接入自己的文档之后基本够用。",
    "8 位量化版本最均衡。",
];

const WHAT: [&str; 6] = [
    "The assistant quoted a court decision that does not exist, with a file number that looked real. A colleague noticed it before it was sent.",
    "After an update the service answered in another language to about one question in ten, for two days.",
    "It gave a dose for a child that was ten times too high. The warning below it said to ask a doctor, but the number stood there in bold.",
    "A hidden sentence in a web page made the agent send a draft to the wrong address. Nobody was told that it could do so.",
    "The model card says that commercial use is allowed, the file in the repository says that it is not. We stopped using it until this is clear.",
    "It explained a difficult letter from an office in plain words and in my mother's language. I want to say that this helped us very much.",
];

const WHAT_ZH: [&str; 6] = [
    "助手引用了一份并不存在的判决书，案号看起来很真实，幸好同事在发出之前发现了这个问题，没有造成进一步的后果。",
    "更新之后的两天里，大约十分之一的问题会用另一种语言来回答，客服一开始并不知道原因，后来才说是上游版本变了。",
    "它给出的儿童用药剂量高了十倍，虽然下面写着请咨询医生，但是错误的数字用粗体显示在最前面，很容易让人直接照做。",
    "网页里隐藏的一句话让智能体把草稿发到了错误的地址，事先没有任何人告诉我们它可以自行发送邮件。",
    "模型说明里写着允许商业使用，仓库里的许可文件却写着不允许，在弄清楚之前我们只好先停止使用这个模型。",
    "它把一封很难懂的公文用通俗的话解释清楚，还翻译成了我母亲的方言表达，我想说这对我们家的帮助非常大。",
];

const EXPECT: [&str; 3] = [
    "It should have said that it does not know.",
    "A notice before the change, and a way back to the old version.",
    "It should ask before it does anything outside the conversation.",
];

const EXPECT_ZH: [&str; 3] = [
    "应当明确说明自己不知道。",
    "变更前应当通知，并允许退回旧版本。",
    "在对话之外做任何操作前都应当先询问。",
];

const CONFIG: [&str; 3] = [
    "8-bit weights, temperature 0.7, context of 16k",
    "the original weights, two cards, temperature 0",
    "4-bit, laptop with 32 GB",
];

const CONFIG_ZH: [&str; 3] = [
    "8 位权重，温度 0.7，上下文 16k",
    "原始权重，两张卡，温度 0",
    "4 位量化，32 GB 内存的笔记本",
];

const RELEASES: [&str; 4] = [
    "an internal fine-tune of a 7B model",
    "a merged model from a hub, name forgotten",
    "the previous version, still pinned",
    "a distilled version made by our vendor",
];

const RELEASES_ZH: [&str; 4] = [
    "内部基于 7B 模型的微调版本",
    "社区下载的合并模型，名字记不清了",
    "仍在使用的上一个版本",
    "供应商提供的蒸馏版本",
];

const SHORT: [&str; 6] = [
    "something particular to our field",
    "depends on the project",
    "a tool we wrote ourselves",
    "by agreement with a partner",
    "teaching and training",
    "a mix of several of these",
];

const SHORT_ZH: [&str; 6] = [
    "行业内的特殊情况",
    "视项目而定",
    "自行开发的工具",
    "与合作方约定",
    "教学与培训",
    "以上几种都有",
];
