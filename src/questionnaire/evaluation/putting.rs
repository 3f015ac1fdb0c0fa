//! Putting answers where a field's name says, for whoever makes answers from outside this room.

use super::FieldPath;
use crate::questionnaire::answers::{Answer, Answers};

impl FieldPath {
    /// Puts an answer here, making the instances of repeats on the way to it.
    pub fn put(&self, into: &mut Answers, answer: Answer) {
        if let Some(instance) = instance(&self.repeats, into) {
            instance.set(self.key.clone(), answer);
        }
    }

    /// Makes instances of the repeat whose path this is, until there are so many.
    pub fn reach(&self, into: &mut Answers, number: usize) {
        let mut repeats = self.repeats.clone();
        repeats.push((self.key.clone(), number));
        instance(&repeats, into);
    }

    /// Whether the answers have the instances on the way.
    pub fn is_within(&self, answers: &Answers) -> bool {
        let mut reached = answers;
        self.repeats.iter().all(|(key, number)| {
            let Some(Answer::Repeated(instances)) = reached.get(key) else {
                return false;
            };
            let instance = number.checked_sub(1).and_then(|index| instances.get(index));
            instance.is_some_and(|instance| {
                reached = instance;
                true
            })
        })
    }
}

/// The innermost instance, made where it is not there yet.
fn instance<'a>(repeats: &[(String, usize)], into: &'a mut Answers) -> Option<&'a mut Answers> {
    let mut reached = into;
    for (key, number) in repeats {
        reached = reached.instance_mut(key, *number)?;
    }
    Some(reached)
}
