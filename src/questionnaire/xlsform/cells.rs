//! Cell references of a worksheet, checked as its bytes come by, before anything interprets them.

use crate::questionnaire::findings::Code;

/// Looks for `r="…"` and `ref="…"` in a worksheet that comes in pieces.
#[derive(Default)]
pub(super) struct CellScan {
    state: ScanState,
    reference: Reference,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum ScanState {
    #[default]
    Outside,
    /// Where an attribute may begin.
    Blank,
    /// After `r`.
    Name,
    /// After `r=` or `ref=`.
    Equals,
    /// Within the quotes, ended by this one.
    Value(u8),
    /// After `re`, as in `ref`.
    NameE,
}

/// Row and column of the reference being read.
#[derive(Default, Clone, Copy)]
struct Reference {
    row: u32,
    column: u32,
}

impl CellScan {
    pub(super) fn take(&mut self, chunk: &[u8]) -> Result<(), Code> {
        chunk.iter().try_for_each(|byte| self.byte(*byte))
    }

    fn byte(&mut self, byte: u8) -> Result<(), Code> {
        self.state = match (self.state, byte) {
            (ScanState::Value(quote), _) if byte == quote => {
                self.check()?;
                ScanState::Outside
            }
            (ScanState::Value(_), b':') => {
                self.check()?;
                self.state
            }
            (ScanState::Value(_), _) => self.digit(byte),
            (ScanState::Equals, b'"' | b'\'') => {
                self.reference = Reference::default();
                ScanState::Value(byte)
            }
            (ScanState::Name, b'e') => ScanState::NameE,
            (ScanState::Name | ScanState::NameE, b'=') => ScanState::Equals,
            (ScanState::NameE, b'f') | (ScanState::Blank, b'r') => ScanState::Name,
            (_, b' ' | b'\t' | b'\r' | b'\n') => ScanState::Blank,
            _ => ScanState::Outside,
        };
        Ok(())
    }

    fn digit(&mut self, byte: u8) -> ScanState {
        let Reference { row, column } = self.reference;
        self.reference = match byte {
            b'A'..=b'Z' | b'a'..=b'z' => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                Reference {
                    row,
                    column: column.saturating_mul(26).saturating_add(letter),
                }
            }
            b'0'..=b'9' => Reference {
                row: row.saturating_mul(10).saturating_add(u32::from(byte - b'0')),
                column,
            },
            b'$' => self.reference,
            // Something else than a cell reference.
            _ => return ScanState::Outside,
        };
        self.state
    }

    /// No spreadsheet has cells beyond `XFD1048576`; readers are not made for their numbers.
    fn check(&mut self) -> Result<(), Code> {
        let Reference { row, column } = std::mem::take(&mut self.reference);
        if row > 1_048_576 || column > 16_384 {
            return Err(Code::Hostile {
                reason: "it names cells that no spreadsheet has".to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::CellScan;

    #[test]
    fn only_references_to_cells_are_counted() {
        let fits = |xml: &str| CellScan::default().take(xml.as_bytes()).is_ok();
        assert!(fits(
            r#"<worksheet xmlns:r="http://example.org"><c r="XFD1048576"/>"#
        ));
        assert!(fits(
            r#"<dimension ref="A1:XFD1048576"/><row r="12" header="99999999999">"#
        ));
        assert!(!fits(r#"<c r="XFE1"/>"#));
        assert!(!fits(r"<row r='1048577'>"));
        assert!(!fits(r#"<dimension ref="A1:ZZZZ1"/>"#));
    }
}
