//! How common some answers are in the world, for the questions of the stock study where an even
//! spread would look odd. Rough shares, made up; nothing is estimated from them.

type Shares = &'static [(&'static str, f64)];

/// The weight of an option where this file knows better; options that it does not name are rare.
pub fn share(question: &str, option: &str) -> Option<f64> {
    let shares: Shares = match question {
        "u_age" => &AGE,
        "u_freq" => &[
            ("fq.day", 5.0),
            ("fq.week", 3.5),
            ("fq.month", 1.2),
            ("fq.once", 0.4),
        ],
        "u_check" => &[
            ("ch.right", 3.5),
            ("ch.wrong", 1.8),
            ("ch.no", 3.0),
            ("ch.cannot", 1.0),
        ],
        "u_told" => &TOLD,
        "u_occ" => &OCCUPATION,
        "orgsize" => &SIZE,
        "sector" => &SECTOR,
        "d_mode" => &MODE,
        "d_hw_accelerator" => &ACCELERATOR,
        "d_data" => &[
            ("ds.public", 2.0),
            ("ds.internal", 4.0),
            ("ds.pi", 2.5),
            ("ds.spi", 0.9),
            ("ds.secret", 0.8),
        ],
        "d_trials_n" => &[("0", 4.0), ("1", 3.0), ("2", 2.0), ("3", 1.0)],
        "trial_language" => &[
            ("en", 6.0),
            ("zh-Hans", 5.0),
            ("de", 0.6),
            ("fr", 0.6),
            ("es", 0.6),
            ("mul", 1.5),
        ],
        "s_break" => &[
            ("vb.no", 4.0),
            ("vb.told", 1.8),
            ("vb.untold", 2.0),
            ("vb.pinned", 1.5),
        ],
        "s_forward" => &[
            ("sh.0", 4.0),
            ("sh.q1", 3.0),
            ("sh.half", 1.2),
            ("sh.most", 0.8),
            ("sh.all", 0.6),
        ],
        "p_record" => &[("rd.on", 0.45), ("rd.pool", 0.55)],
        "i_share" => &[
            ("sl.mod", 1.0),
            ("sl.pass", 2.0),
            ("sl.pub", 3.0),
            ("sl.quote", 2.5),
        ],
        _ => return None,
    };
    let named = shares.iter().find(|(name, _)| *name == option);
    Some(named.map_or(0.1, |(_, share)| *share))
}

const AGE: [(&str, f64); 6] = [
    ("ag.18", 1.9),
    ("ag.25", 3.1),
    ("ag.35", 2.4),
    ("ag.45", 1.4),
    ("ag.55", 0.8),
    ("ag.65", 0.4),
];

const TOLD: [(&str, f64); 8] = [
    ("un.ai", 4.0),
    ("un.limits", 2.2),
    ("un.label", 1.8),
    ("un.data", 1.2),
    ("un.model", 1.0),
    ("un.complain", 0.8),
    ("un.filing", 0.5),
    ("un.none", 2.4),
];

const OCCUPATION: [(&str, f64); 7] = [
    ("ISCO08.2", 4.0),
    ("ISCO08.3", 2.0),
    ("ISCO08.4", 1.2),
    ("ISCO08.1", 1.0),
    ("ISCO08.5", 0.8),
    ("student", 2.2),
    ("notwork", 0.6),
];

const SIZE: [(&str, f64); 8] = [
    ("og.1", 1.0),
    ("og.2", 2.0),
    ("og.10", 2.4),
    ("og.50", 1.4),
    ("og.100", 1.3),
    ("og.250", 1.3),
    ("og.1k", 1.0),
    ("og.10k", 0.7),
];

const SECTOR: [(&str, f64); 10] = [
    ("ISIC4.J", 5.0),
    ("ISIC4.M", 2.5),
    ("ISIC4.P", 1.8),
    ("ISIC4.K", 1.3),
    ("ISIC4.C", 1.3),
    ("ISIC4.Q", 1.1),
    ("ISIC4.O.adm", 0.8),
    ("ISIC4.G", 0.8),
    ("ISIC4.R", 0.5),
    ("ISIC4.O.law", 0.3),
];

const MODE: [(&str, f64); 9] = [
    ("dm.cloud", 2.5),
    ("dm.onprem", 2.4),
    ("dm.private", 1.6),
    ("dm.desk", 1.6),
    ("dm.managed", 1.2),
    ("dm.hybrid", 1.0),
    ("dm.isolated", 0.6),
    ("dm.edge", 0.4),
    ("dm.api", 0.3),
];

const ACCELERATOR: [(&str, f64); 8] = [
    ("ac.nvidia", 6.0),
    ("ac.cpu", 1.2),
    ("ac.apple", 1.1),
    ("ac.ascend", 1.1),
    ("ac.cloud", 1.0),
    ("ac.amd", 0.8),
    ("ac.intel", 0.3),
    ("ac.hygon", 0.3),
];
