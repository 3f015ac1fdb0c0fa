//! From text to tokens, with the disambiguation of `XPath` 1.0: after a value, `*` multiplies and a
//! bare word is an operator; elsewhere `*` is any name and a word is a name.

use winnow::combinator::{alt, delimited, opt, peek, preceded, terminated};
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location};
use winnow::token::{any, one_of, take_till, take_while};

use super::fault::{Problem, SyntaxFault};
use super::syntax::{Operator, Span};

/// A token; names and texts are borrowed from the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'s> {
    Number(f64),
    Text(&'s str),
    Reference(&'s str),
    Name { prefix: Option<&'s str>, local: &'s str },
    AnyName,
    AnyNameIn(&'s str),
    Operator(Operator),
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,
    DotDot,
    At,
    Axis,
    Slash,
    Descent,
}

impl Token<'_> {
    /// Whether a value ends here, so that an operator must follow.
    fn ends_value(self) -> bool {
        !matches!(
            self,
            Self::Operator(_)
                | Self::Open
                | Self::OpenBracket
                | Self::Comma
                | Self::At
                | Self::Axis
                | Self::Slash
                | Self::Descent
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spanned<'s> {
    pub token: Token<'s>,
    pub span: Span,
}

type Input<'s> = LocatingSlice<&'s str>;
type Read<T> = Result<T, EmptyError>;

/// All tokens of the source.
pub(super) fn tokens(source: &str) -> Result<Vec<Spanned<'_>>, SyntaxFault> {
    let mut input = LocatingSlice::new(source);
    let mut found: Vec<Spanned<'_>> = Vec::new();
    loop {
        skip_space(&mut input);
        let start = input.current_token_start();
        if input.eof_offset() == 0 {
            return Ok(found);
        }
        if let Some((problem, end)) = mistake(source, start) {
            return Err(SyntaxFault::new(problem, Span { start, end }, source));
        }
        let after_value = found.last().is_some_and(|last| last.token.ends_value());
        let Ok(token) = (if after_value {
            after_value_token(&mut input)
        } else {
            value_token(&mut input)
        }) else {
            return Err(unknown(source, start, after_value));
        };
        let span = Span {
            start,
            end: input.current_token_start(),
        };
        if let Token::Number(value) = token {
            if !value.is_finite() {
                return Err(SyntaxFault::new(Problem::NumberTooLarge, span, source));
            }
            if is_exponent(source.get(span.end..).unwrap_or_default()) {
                return Err(SyntaxFault::new(Problem::Exponent, span, source));
            }
        }
        found.push(Spanned { token, span });
    }
}

fn skip_space(input: &mut Input<'_>) {
    let _: Read<&str> = take_while(0.., char::is_whitespace).parse_next(input);
}

fn value_token<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    alt((any_name, name, common)).parse_next(input)
}

fn after_value_token<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    alt((word_operator, common)).parse_next(input)
}

/// Tokens that are the same wherever they stand.
fn common<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    alt((
        number,
        text,
        reference,
        punctuation,
        alt((
            "!=".value(Operator::NotEqual),
            "<=".value(Operator::LessOrEqual),
            ">=".value(Operator::GreaterOrEqual),
            '='.value(Operator::Equal),
            '<'.value(Operator::Less),
            '>'.value(Operator::Greater),
            '+'.value(Operator::Add),
            '-'.value(Operator::Subtract),
            '|'.value(Operator::Union),
        ))
        .map(Token::Operator),
    ))
    .parse_next(input)
}

fn punctuation<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    alt((
        alt((
            "..".value(Token::DotDot),
            '.'.value(Token::Dot),
            "::".value(Token::Axis),
        )),
        alt((
            "//".value(Token::Descent),
            '/'.value(Token::Slash),
            '@'.value(Token::At),
            ','.value(Token::Comma),
        )),
        alt(('('.value(Token::Open), ')'.value(Token::Close))),
        alt(('['.value(Token::OpenBracket), ']'.value(Token::CloseBracket))),
    ))
    .parse_next(input)
}

fn number<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    let digits = || take_while(1.., |letter: char| letter.is_ascii_digit());
    alt((
        (digits(), opt(('.', opt(digits())))).take(),
        ('.', digits()).take(),
    ))
    .try_map(|written: &str| written.trim_end_matches('.').parse().map(Token::Number))
    .parse_next(input)
}

fn text<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    alt((
        delimited('\'', take_till(0.., '\''), '\''),
        delimited('"', take_till(0.., '"'), '"'),
    ))
    .map(Token::Text)
    .parse_next(input)
}

fn reference<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    let space = || take_while(0.., char::is_whitespace);
    delimited(("${", space()), plain_name, (space(), '}'))
        .map(Token::Reference)
        .parse_next(input)
}

fn plain_name<'s>(input: &mut Input<'s>) -> Read<&'s str> {
    (one_of(starts_name), take_while(0.., continues_name))
        .take()
        .parse_next(input)
}

fn name<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    let first = plain_name.parse_next(input)?;
    let start = input.checkpoint();
    let second: Read<Token<'s>> = preceded(
        ':',
        alt((
            '*'.value(Token::AnyNameIn(first)),
            plain_name.map(|local| Token::Name {
                prefix: Some(first),
                local,
            }),
        )),
    )
    .parse_next(input);
    Ok(second.unwrap_or_else(|_| {
        input.reset(&start);
        Token::Name {
            prefix: None,
            local: first,
        }
    }))
}

fn any_name<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    '*'.value(Token::AnyName).parse_next(input)
}

fn word_operator<'s>(input: &mut Input<'s>) -> Read<Token<'s>> {
    alt((
        '*'.value(Operator::Multiply),
        plain_name.verify_map(|word| match word {
            "or" => Some(Operator::Or),
            "and" => Some(Operator::And),
            "div" => Some(Operator::Divide),
            "mod" => Some(Operator::Modulo),
            _ => None,
        }),
        // `2mod3`: a word that an operator and a number make, which other engines read as such.
        terminated(
            alt((
                "or".value(Operator::Or),
                "and".value(Operator::And),
                "div".value(Operator::Divide),
                "mod".value(Operator::Modulo),
            )),
            peek(one_of(|letter: char| letter.is_ascii_digit())),
        ),
    ))
    .map(Token::Operator)
    .parse_next(input)
}

pub(super) fn starts_name(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

pub(super) fn continues_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '\u{b7}')
}

/// Whether the text after a number goes on as `e6` or `E-6` would.
fn is_exponent(rest: &str) -> bool {
    let mut letters = rest.chars();
    matches!(letters.next(), Some('e' | 'E'))
        && letters
            .find(|letter| !matches!(letter, '+' | '-'))
            .is_some_and(|letter| letter.is_ascii_digit())
}

/// What people write who know other languages, with the end of it.
fn mistake(source: &str, start: usize) -> Option<(Problem, usize)> {
    const OPERATORS: &[(&str, &str)] = &[
        ("==", "="),
        ("&&", "and"),
        ("||", "or"),
        ("<>", "!="),
        ("=<", "<="),
        ("=>", ">="),
        ("≠", "!="),
        ("≤", "<="),
        ("≥", ">="),
        ("×", "*"),
        ("÷", "div"),
        ("−", "-"),
        ("%", "mod"),
        ("&", "and"),
        ("^", "pow(…, …)"),
    ];
    let rest = source.get(start..)?;
    if let Some((found, instead)) = OPERATORS.iter().find(|(found, _)| rest.starts_with(found)) {
        let problem = Problem::Operator {
            found: (*found).to_owned(),
            instead: Some((*instead).to_owned()),
        };
        return Some((problem, start + found.len()));
    }
    let first = rest.chars().next()?;
    match first {
        '!' if !rest.starts_with("!=") => Some((
            Problem::Operator {
                found: "!".to_owned(),
                instead: Some("not(…)".to_owned()),
            },
            start + 1,
        )),
        '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' => {
            Some((Problem::CurlyQuote, start + first.len_utf8()))
        }
        '\'' | '"' if !rest.get(1..)?.contains(first) => Some((Problem::OpenText, source.len())),
        '$' => dollar(rest).map(|(problem, length)| (problem, start + length)),
        '{' => Some((
            Problem::Reference {
                found: "{".to_owned(),
            },
            start + 1,
        )),
        _ => None,
    }
}

/// What is wrong with a text that begins with `$`, if anything, and its length.
fn dollar(rest: &str) -> Option<(Problem, usize)> {
    let Some(inner) = rest.strip_prefix("${") else {
        let end = rest
            .get(1..)?
            .find(|letter| !continues_name(letter))
            .map_or(rest.len(), |at| at + 1);
        return Some((
            Problem::Variable {
                found: rest.get(..end)?.to_owned(),
            },
            end,
        ));
    };
    let Some(length) = inner.find('}') else {
        let found: String = rest.chars().take(20).collect();
        return Some((Problem::Reference { found }, rest.len()));
    };
    let name = inner.get(..length)?.trim();
    let whole = length + 3;
    if name.starts_with("last-saved#") {
        return Some((
            Problem::RefusedFeature {
                feature: "last-saved".to_owned(),
            },
            whole,
        ));
    }
    if name.starts_with(starts_name) && name.chars().all(continues_name) {
        return None;
    }
    Some((
        Problem::Reference {
            found: rest.get(..whole)?.chars().take(60).collect(),
        },
        whole,
    ))
}

/// The fault where no token begins.
fn unknown(source: &str, start: usize, after_value: bool) -> SyntaxFault {
    let mut rest = LocatingSlice::new(source.get(start..).unwrap_or_default());
    let word: Read<&str> = plain_name.parse_next(&mut rest);
    let (found, is_word) = match word {
        Ok(word) => (word.to_owned(), true),
        Err(_) => (
            any::<_, EmptyError>
                .parse_next(&mut rest)
                .map(String::from)
                .unwrap_or_default(),
            false,
        ),
    };
    let span = Span {
        start,
        end: start + found.len(),
    };
    let problem = match found.to_ascii_lowercase().as_str() {
        lower @ ("and" | "or" | "div" | "mod") if after_value => Problem::Operator {
            instead: Some(lower.to_owned()),
            found,
        },
        _ if after_value && is_word => Problem::OperatorMissing { found },
        _ => Problem::Character { found },
    };
    SyntaxFault::new(problem, span, source)
}
