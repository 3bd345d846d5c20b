//! Positions of rows as an index line stores them: the newest one beside it, and the distances from
//! each to the one before, seven bits a byte. Neighbours take one byte, a single row none.

/// The newest of some ascending positions, and the others in bytes; `None` when there are none.
pub(super) fn pack(positions: &[i64]) -> Option<(i64, Vec<u8>)> {
    let last = *positions.last()?;
    let mut bytes = Vec::new();
    for two in positions.windows(2).rev() {
        let mut rest = two[1].abs_diff(two[0]);
        while rest > 0x7f {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push((rest & 0x7f) as u8);
    }
    Some((last, bytes))
}

/// The positions of a line, the newest first.
pub(super) fn unpack(last: i64, bytes: &[u8]) -> Vec<i64> {
    let mut positions = vec![last];
    let (mut newest, mut distance, mut shift) = (last, 0_i64, 0);
    for byte in bytes {
        distance |= i64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            newest = newest.saturating_sub(distance);
            positions.push(newest);
            (distance, shift) = (0, 0);
        } else {
            shift = (shift + 7).min(56);
        }
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_unpacked_newest_first() {
        for positions in [
            vec![7],
            vec![1, 2, 3],
            vec![1, 128, 129, 20_000, 5_000_000_000, i64::MAX - 1],
        ] {
            let (last, bytes) = pack(&positions).expect("some");
            let back: Vec<i64> = positions.iter().rev().copied().collect();
            assert_eq!(unpack(last, &bytes), back);
        }
        assert_eq!(pack(&[]), None);
        assert_eq!(pack(&[7]), Some((7, Vec::new())));
        assert_eq!(pack(&[7, 8, 9]), Some((9, vec![1, 1])));
    }
}
