//! The laws of the room.

use super::Expression;

#[test]
fn common_rules_parse_and_print_as_written() {
    for source in [
        "${age} >= 18 and selected(${role}, 'P')",
        ". >= 0 and . <= 100",
        "string-length(.) <= 600",
        "if(${a} = '', 0, ${a} * 2)",
        "../name",
        "/data/person[position() = 2]/age",
        "//person[1]/@id",
        "-(1 + 2) * 3",
        "count(${person}[age > 3])",
        "today() - 60",
    ] {
        let parsed = Expression::parse(source).unwrap();
        assert_eq!(parsed.to_string(), source);
        assert_eq!(Expression::parse(&parsed.to_string()).unwrap(), parsed);
    }
}
