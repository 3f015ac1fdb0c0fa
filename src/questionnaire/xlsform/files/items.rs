//! Tables in XML files: below the root an element for every row, below that one for every column.

use roxmltree::{Document, Node, ParsingOptions};

use super::tables::{Grid, Names, RowSink};
use crate::questionnaire::findings::Code;

/// Elements, texts and the like in one file.
const MOST_NODES: u32 = 2_000_000;

pub(super) fn read(text: &str, sink: &mut RowSink<'_>) -> Result<Grid, Code> {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        // Without a document type nothing can be expanded.
        allow_dtd: false,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| Code::Corrupt {
        reason: error.to_string(),
    })?;
    let items = || document.root_element().children().filter(Node::is_element);
    let mut names = Names::default();
    for cell in items().flat_map(|item| item.children().filter(Node::is_element)) {
        let name = cell.tag_name().name();
        if cell.children().any(|child| child.is_element()) {
            let reason = format!("the element “{name}” contains others");
            return Err(Code::TableShape { reason });
        }
        names.add(name)?;
    }
    let mut grid = Grid::default();
    sink.take(&mut grid, 1, names.columns())?;
    for item in items() {
        let mut cells = names.row();
        for cell in item.children().filter(Node::is_element) {
            let text = cell.text().unwrap_or_default().trim();
            names.put(&mut cells, cell.tag_name().name(), text.to_owned());
        }
        let line = document.text_pos_at(item.range().start).row;
        sink.take(&mut grid, line, cells)?;
    }
    Ok(grid)
}
