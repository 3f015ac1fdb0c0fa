//! The numbers behind the views: how much is liked, by whom, and how often an option is chosen.

use sha2::{Digest, Sha256};

use super::dice::Dice;
use super::usual;
use crate::chain::Role;
use crate::questionnaire::definition::Choice;

/// What somebody feels about the release that they answer about. Around 0 is neutral.
#[derive(Debug, Clone)]
pub struct Feeling {
    /// What the role adds: those upstream see it more kindly.
    bias: f64,
    /// What this one person adds.
    mood: f64,
    /// What the release deserves.
    quality: f64,
    /// How open it is, from 0 (not available) to 1 (weights, code and data); `None` when unknown.
    openness: Option<f64>,
}

impl Feeling {
    /// Somebody of a role, who has not said yet which release it is.
    pub fn of_role(role: Role, dice: &mut Dice) -> Self {
        let bias = match role {
            Role::Publisher => 0.75,
            Role::Deployer => 0.2,
            Role::Provider => 0.05,
            Role::User => -0.3,
        };
        let mood = 0.5 * dice.bell();
        Self {
            bias,
            mood,
            quality: 0.0,
            openness: None,
        }
    }

    /// The same person about a certain release.
    pub fn with_release(&self, release: &Choice) -> Self {
        let level = access_level(release);
        Self {
            quality: 0.8 * popularity("quality", &release.name),
            openness: level.map(|level| f64::from(level) / 6.0),
            ..self.clone()
        }
    }

    /// The access level that the release really has.
    fn level(&self) -> Option<f64> {
        self.openness.map(|openness| openness * 6.0)
    }

    /// Everything together.
    pub fn overall(&self) -> f64 {
        self.bias + self.mood + self.quality
    }

    /// How high a matter is rated, from 0 to 1, when it is one that is rated.
    pub fn about(&self, question: &str) -> Option<f64> {
        // Middle of the scale for everybody, and what full openness adds to it.
        let (middle, dose) = match question {
            "core_fit" => (0.62, 0.0),
            "core_ease" | "asp_lat" => (0.58, -0.14),
            "core_know" => (0.42, 0.34),
            "core_choice" => (0.50, 0.24),
            "u_trust_confident" | "u_trust_reliable" | "u_trust_trust" => (0.50, 0.04),
            "asp_cap" => (0.66, -0.05),
            "asp_rel" => (0.55, 0.0),
            "asp_cost" => (0.52, 0.26),
            "asp_docs" => (0.45, 0.10),
            "asp_lic" => (0.50, 0.18),
            "asp_custom" => (0.46, 0.36),
            "asp_safe" => (0.55, -0.12),
            "asp_priv" => (0.48, 0.32),
            "asp_sup" => (0.44, -0.16),
            name if name.starts_with("u_want") => return Some(0.68),
            _ => return None,
        };
        let dose = self.openness.map_or(0.0, |openness| dose * (openness - 0.5));
        Some((middle + dose + 0.11 * self.overall()).clamp(0.04, 0.96))
    }
}

/// The access level in the release list, as a number.
fn access_level(release: &Choice) -> Option<u8> {
    release.data.get("access_level")?.strip_prefix('A')?.parse().ok()
}

/// How often people of a role do not know, as a share of those who do.
pub fn unsure(question: &str, role: Role) -> f64 {
    let distance = match role {
        Role::Publisher => 0.3,
        Role::Deployer => 1.0,
        Role::Provider => 1.8,
        Role::User => 3.5,
    };
    let difficulty = match question {
        "release" => 0.10,
        "access" => 0.07,
        "licence_belief" => 0.12,
        "core_know" | "core_choice" | "asp_lic" => 0.05,
        "prob" | "u_told" => 0.02,
        "u_freq" | "u_purpose" | "u_check" | "country" | "orgsize" | "sector" => 0.004,
        _ => 0.025,
    };
    difficulty * distance
}

/// Whether the option is no answer that anybody here gives: below the age of the stock study.
pub fn is_no_answer(choice: &str) -> bool {
    choice == "ag.min"
}

/// Whether the option is a step of a rating scale.
pub fn is_step(choice: &Choice) -> bool {
    !choice.name.is_empty() && choice.name.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many steps the list has, if it is a rating scale.
pub fn scale(choices: &[&Choice]) -> Option<usize> {
    let steps = choices.iter().filter(|choice| is_step(choice)).count();
    (steps > 1).then_some(steps)
}

/// Weights of the steps of a scale, highest where `height` (0 to 1) stands.
#[expect(clippy::cast_precision_loss, reason = "scales have few steps")]
pub fn around(steps: usize, height: f64, width: f64) -> Vec<f64> {
    let last = steps.saturating_sub(1).max(1) as f64;
    (0..steps)
        .map(|step| {
            let distance = (step as f64 / last - height) / width;
            (-distance * distance / 2.0).exp()
        })
        .collect()
}

/// How likely an option is where nothing is rated.
pub fn weight(question: &str, choice: &Choice, role: Role, chinese: bool, feeling: &Feeling) -> f64 {
    let name = choice.name.as_str();
    let general = (0.6 * popularity(question, name)).exp();
    match question {
        _ if name == "other" => 0.15,
        "release" | "i_release" | "trial_release" | "trial_replaced_by" => {
            general * reach(choice, role, chinese)
        }
        "access" => belief(name, role, feeling),
        "country" => country(name, chinese),
        "openpref" => match (name, role) {
            ("op.open", Role::Publisher) => 3.0 + feeling.openness.unwrap_or(0.5),
            ("op.open", Role::Deployer) => 3.0,
            ("op.open", _) => 1.6,
            ("op.closed", Role::Provider) => 1.1,
            _ => 0.8,
        },
        "prob" | "i_problem" if choice.exclusive => 4.0 * (0.4 * feeling.overall()).exp(),
        "prob" | "i_problem" => general * problem(name, role),
        "prob_route" | "i_told" => route(name, role),
        "prob_outcome" => outcome(name, role),
        "i_severity" => match name {
            "sv.0" | "sv.2" => 2.0,
            "sv.1" => 4.0,
            "sv.3" => 0.2,
            "sv.4" => 0.02,
            _ => 0.5,
        },
        "tell_quote" if name == "yes" => 2.0,
        "licence_belief" => licence(name, role, feeling),
        _ if question.starts_with("p_comp_") => component(question, name, feeling),
        _ if usual::share(question, name).is_some() => usual::share(question, name).unwrap_or(general),
        // Options that stand alone are "none of these", which is often true downstream.
        _ if choice.exclusive => 0.8,
        _ => general,
    }
}

/// Who meets a release: people nearer to its publisher, and users most of all the closed ones.
fn reach(release: &Choice, role: Role, chinese: bool) -> f64 {
    let near = match release.data.get("publisher_country").map(String::as_str) {
        Some("CN") if chinese => 5.0,
        Some("CN") => 0.7,
        _ if chinese => 0.5,
        _ => 1.0,
    };
    let open = access_level(release).is_none_or(|level| level >= 4);
    let usual = match (role, open) {
        (Role::User, false) | (Role::Deployer, true) => 3.0,
        (Role::User, true) => 0.5,
        (Role::Deployer, false) => 0.05,
        _ => 1.0,
    };
    near * usual
}

/// What is believed about access: right near the source, and more and more beside it.
fn belief(name: &str, role: Role, feeling: &Feeling) -> f64 {
    let level: Option<f64> = name.strip_prefix('A').and_then(|level| level.parse().ok());
    let (Some(level), Some(truth)) = (level, feeling.level()) else {
        return 0.6;
    };
    let width = match role {
        Role::Publisher => 0.15,
        Role::Deployer => 0.45,
        Role::Provider => 0.8,
        Role::User => 1.5,
    };
    let distance = (level - truth) / width;
    (-distance * distance / 2.0).exp()
}

/// What the licence is believed to allow; openness says roughly what it does allow.
fn licence(name: &str, role: Role, feeling: &Feeling) -> f64 {
    let open = feeling.openness.is_some_and(|openness| openness > 0.75);
    let sure = match role {
        Role::Publisher => 6.0,
        Role::Deployer => 3.0,
        Role::Provider | Role::User => 1.3,
    };
    match (name, open) {
        ("lp.any", true) | ("lp.cond", false) => sure,
        ("lp.none", true) | ("lp.any", false) => 0.2,
        _ => 0.8,
    }
}

/// What was released of a model: weights of open ones, and data of hardly any.
fn component(question: &str, name: &str, feeling: &Feeling) -> f64 {
    let openness = feeling.openness.unwrap_or(0.5);
    let hardest = match question {
        "p_comp_params" | "p_comp_card" | "p_comp_infcode" | "p_comp_arch" => 0.6,
        "p_comp_report" | "p_comp_results" | "p_comp_evalcode" | "p_comp_paper" => 0.7,
        _ => 0.95,
    };
    let open = (6.0 * (openness - hardest)).exp();
    match name {
        "cp.open" => open,
        "cp.other" => 0.5 * open,
        "cp.absent" => 1.0,
        _ => 0.05,
    }
}

fn country(name: &str, chinese: bool) -> f64 {
    match (name, chinese) {
        ("CN", true) => 400.0,
        ("HK" | "SG" | "TW" | "MY", true) | ("GB" | "IN" | "DE", false) => 18.0,
        ("US", false) => 50.0,
        ("FR" | "CA" | "BR" | "NL" | "JP" | "KR" | "AU" | "ES" | "PL" | "KE" | "NG" | "ZA", false) => 7.0,
        ("dk" | "pna", _) => 1.0,
        _ => 0.08,
    }
}

fn problem(name: &str, role: Role) -> f64 {
    match (name, role) {
        ("pb.wrong" | "pb.refuse", Role::User) => 4.0,
        ("pb.wrong", _) | ("pb.privacy", Role::User) | ("pb.slow" | "pb.cost", Role::Provider) => 2.2,
        ("pb.docs" | "pb.unstable" | "pb.opaque", Role::Deployer | Role::Provider) => 2.5,
        ("pb.docs" | "pb.cost", Role::User) => 0.2,
        ("pb.danger" | "pb.deceive" | "pb.toxic", _) => 0.25,
        _ => 1.0,
    }
}

fn route(name: &str, role: Role) -> f64 {
    match (name, role) {
        ("fr.none", Role::User) => 6.0,
        ("fr.none", Role::Deployer) => 1.6,
        ("fr.none", Role::Publisher) => 0.05,
        ("fr.none" | "fr.deployer" | "fr.maker", Role::Provider)
        | ("fr.inapp" | "fr.support", Role::User)
        | ("fr.hub" | "fr.repo", Role::Deployer | Role::Publisher) => 2.5,
        ("fr.reg" | "fr.db", _) => 0.08,
        _ => 0.4,
    }
}

fn outcome(name: &str, role: Role) -> f64 {
    let heard = match role {
        Role::Publisher => 4.0,
        Role::Deployer => 1.0,
        Role::Provider => 0.7,
        Role::User => 0.25,
    };
    match name {
        "fo.silent" | "fo.auto" => 1.5,
        "fo.fixed" | "fo.newver" | "fo.expl" | "fo.work" => heard,
        "fo.refused" => 0.3,
        _ => 0.6,
    }
}

/// A number around 0, fixed for each pair of names: some options are simply better liked.
fn popularity(question: &str, option: &str) -> f64 {
    let digest = Sha256::new()
        .chain_update(question)
        .chain_update([0])
        .chain_update(option)
        .finalize();
    // The sum of twelve bytes is near enough to the bell curve.
    let sum: f64 = digest.iter().take(12).map(|byte| f64::from(*byte) / 255.0).sum();
    sum - 6.0
}
