//! An order for forests that tells nothing but their shape: neither age nor ids show in it.

use sha2::{Digest, Sha256};

/// The nodes of a forest, each after its parent, in an order that follows from the shape and the labels
/// alone. `parents` gives each node's parent, which comes before it.
pub(super) fn order(parents: &[Option<usize>], label: impl Fn(usize) -> String) -> Vec<usize> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    let mut roots = Vec::new();
    let mut looks = vec![[0; 32]; parents.len()];
    for (node, parent) in parents.iter().enumerate().rev() {
        let mut digest = Sha256::new();
        digest.update(label(node));
        below[node].sort_by_key(|child| looks[*child]);
        for child in &below[node] {
            digest.update(looks[*child]);
        }
        looks[node] = digest.finalize().into();
        match parent {
            Some(parent) => below[*parent].push(node),
            None => roots.push(node),
        }
    }
    roots.sort_by_key(|root| looks[*root]);
    let mut order = Vec::with_capacity(parents.len());
    let mut left: Vec<usize> = roots.into_iter().rev().collect();
    while let Some(node) = left.pop() {
        order.push(node);
        left.extend(below[node].iter().rev());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn the_same_forest_has_the_same_order_however_its_nodes_are_numbered() {
        let labels = ["b", "a", "a", "c", "b"];
        // b → (a → c, a), b
        let one = order(&[None, Some(0), Some(0), Some(1), None], |node| {
            labels[node].to_owned()
        });
        let other_labels = ["b", "b", "a", "a", "c"];
        let other = order(&[None, None, Some(1), Some(1), Some(3)], |node| {
            other_labels[node].to_owned()
        });
        let seen = |order: &[usize], labels: &[&'static str]| {
            order.iter().map(|node| labels[*node]).collect::<Vec<_>>()
        };
        assert_eq!(seen(&one, &labels), seen(&other, &other_labels));
        assert_eq!(one.len(), 5);
        let place = |node| one.iter().position(|placed| *placed == node).unwrap();
        assert!(place(0) < place(1) && place(0) < place(2) && place(1) < place(3));
    }
}
