//! Sizes of files as people read them.

/// Bytes in the largest unit that keeps them above 1, with one digit where it says something.
pub fn of(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown to people with one digit")]
    let number = bytes as f64;
    let (number, unit) = match number {
        few if few < 1_000.0 => (few, "B"),
        some if some < 1_000_000.0 => (some / 1_000.0, "kB"),
        many => (many / 1_000_000.0, "MB"),
    };
    let shown = format!("{number:.1}");
    format!("{} {unit}", shown.strip_suffix(".0").unwrap_or(&shown))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_size_is_short() {
        let sizes = [0, 999, 1_000, 1_234, 2_000_000, 12_345_678].map(of);
        assert_eq!(sizes, ["0 B", "999 B", "1 kB", "1.2 kB", "2 MB", "12.3 MB"]);
    }
}
