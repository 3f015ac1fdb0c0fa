//! Days and moments.

use chrono::NaiveDateTime;

use crate::questionnaire::expression::day::{self, Written};
use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::tree::Tree;
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn dated(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let zone = self.evaluation.zone;
        let now = || {
            let now = self.evaluation.environment.now();
            now.with_timezone(&zone.at(now))
        };
        let text = match function {
            Function::Now => day::write_moment(now()),
            Function::Today => day::write_day(now().date_naive()),
            Function::Date => self.day()?,
            Function::DateTime => self.moment()?,
            Function::DecimalDateTime => return Ok(self.decimal_date_time()?.into()),
            Function::DecimalTime => return Ok(self.decimal_time()?.into()),
            _ => match self.local(self.value(0)?)? {
                Some(local) => day::format(local, &self.text(1)?),
                None => String::new(),
            },
        };
        self.evaluation.made(text)
    }

    /// `date()`: the day as it is written, or that many local days after 1970-01-01.
    fn day(&self) -> Outcome<String> {
        let day = match self.value(0)? {
            Value::Boolean(_) => None,
            Value::Number(days) => day::from_days(days),
            value => {
                let text = self.evaluation.written(value)?;
                match Written::read(&text) {
                    Some(written) => Some(written.day),
                    None => day::from_days(number::from_text(&text)),
                }
            }
        };
        Ok(day.map(day::write_day).unwrap_or_default())
    }

    /// `date-time()`: a day stays a day; a number is reckoned back from `decimal-date-time()`, and
    /// a whole one is that day.
    fn moment(&self) -> Outcome<String> {
        let zone = self.evaluation.zone;
        let days = match self.value(0)? {
            Value::Boolean(_) => f64::NAN,
            Value::Number(days) => days,
            value => {
                let text = self.evaluation.written(value)?;
                match Written::read(&text) {
                    Some(Written { day, time: None, .. }) => return Ok(day::write_day(day)),
                    Some(written) => return Ok(day::write_moment(written.moment(zone))),
                    None => number::from_text(&text),
                }
            }
        };
        if days.fract() == 0.0 {
            return Ok(day::from_days(days).map(day::write_day).unwrap_or_default());
        }
        let moment = day::from_decimal(days).map(|moment| moment.with_timezone(&zone.at(moment)));
        Ok(moment.map(day::write_moment).unwrap_or_default())
    }

    fn decimal_date_time(&self) -> Outcome<f64> {
        match self.value(0)? {
            Value::Number(days) => Ok(days),
            Value::Boolean(_) => Ok(f64::NAN),
            value => {
                let text = self.evaluation.written(value)?;
                let zone = self.evaluation.zone;
                Ok(day::decimal(&text, zone).unwrap_or_else(|| number::from_text(&text)))
            }
        }
    }

    /// `decimal-time()`: the local time of day as a fraction; an offset in the text is reckoned with.
    fn decimal_time(&self) -> Outcome<f64> {
        let text = self.text(0)?;
        let zone = self.evaluation.zone;
        let today = || self.evaluation.environment.now().date_naive();
        let local = match (day::read_time(text.trim()), Written::read(&text)) {
            (Some((time, None)), _) => Some(time),
            (Some((time, Some(offset))), _) => {
                let moment = Written {
                    day: today(),
                    time: Some(time),
                    offset: Some(offset),
                }
                .moment(zone);
                Some(moment.with_timezone(&zone.at(moment.to_utc())).time())
            }
            (None, Some(written)) => {
                let moment = written.moment(zone);
                Some(moment.with_timezone(&zone.at(moment.to_utc())).time())
            }
            (None, None) => None,
        };
        Ok(local.map_or(f64::NAN, day::fraction))
    }

    /// What clocks and calendars of the zone show.
    fn local(&self, value: Value<'a, T::Node>) -> Outcome<Option<NaiveDateTime>> {
        let zone = self.evaluation.zone;
        let days = match value {
            Value::Boolean(_) => return Ok(None),
            Value::Number(days) => days,
            value => {
                let text = self.evaluation.written(value)?;
                match Written::read(&text) {
                    Some(written) => {
                        let moment = written.moment(zone);
                        return Ok(Some(match (written.time, written.offset) {
                            (Some(_), Some(_)) => {
                                moment.with_timezone(&zone.at(moment.to_utc())).naive_local()
                            }
                            (time, _) => written.day.and_time(time.unwrap_or_default()),
                        }));
                    }
                    None => number::from_text(&text),
                }
            }
        };
        if days.fract() == 0.0 {
            return Ok(day::from_days(days).map(|day| day.and_time(chrono::NaiveTime::default())));
        }
        Ok(day::from_decimal(days).map(|moment| moment.with_timezone(&zone.at(moment)).naive_local()))
    }
}
