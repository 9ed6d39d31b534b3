//! The bytes of one in-memory file, in shared pages.
//!
//! A copy of a file shares all its pages with the original; writing replaces or copies a page only when
//! somebody else still has it. That makes snapshots cheap.

use std::rc::Rc;

/// Bytes in a page; also the page size of every database here.
pub(crate) const PAGE: usize = 4096;

/// A file's content.
#[derive(Clone, Default)]
pub(crate) struct Pages {
    pages: Vec<Rc<[u8]>>,
    length: usize,
}

impl Pages {
    /// Length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Fills `buffer` from `offset`; what lies beyond the end reads as zeros. Whether all was there.
    pub(crate) fn read(&self, buffer: &mut [u8], offset: usize) -> bool {
        let available = self.length.saturating_sub(offset).min(buffer.len());
        let (wanted, missing) = buffer.split_at_mut(available);
        let mut done = 0;
        while done < wanted.len() {
            let (index, start) = ((offset + done) / PAGE, (offset + done) % PAGE);
            let count = (PAGE - start).min(wanted.len() - done);
            wanted[done..done + count].copy_from_slice(&self.pages[index][start..start + count]);
            done += count;
        }
        missing.fill(0);
        missing.is_empty()
    }

    /// Writes `data` at `offset`; a gap between the end and `offset` becomes zeros.
    ///
    /// `spare` gives and takes pages, so that files that come and go, as journals do, need no allocator.
    pub(crate) fn write(&mut self, data: &[u8], offset: usize, spare: &mut Vec<Rc<[u8]>>) {
        if offset > self.length {
            self.zero_until(offset, spare);
        }
        let mut done = 0;
        while done < data.len() {
            let (index, start) = ((offset + done) / PAGE, (offset + done) % PAGE);
            let count = (PAGE - start).min(data.len() - done);
            let part = &data[done..done + count];
            if index == self.pages.len() {
                self.pages.push(new_page(spare));
            }
            match Rc::get_mut(&mut self.pages[index]) {
                Some(page) => page[start..start + count].copy_from_slice(part),
                None if count == PAGE => self.pages[index] = copy_of(part, spare),
                None => {
                    let mut copy = copy_of(&self.pages[index], spare);
                    if let Some(page) = Rc::get_mut(&mut copy) {
                        page[start..start + count].copy_from_slice(part);
                    }
                    self.pages[index] = copy;
                }
            }
            done += count;
        }
        self.length = self.length.max(offset + data.len());
    }

    fn zero_until(&mut self, end: usize, spare: &mut Vec<Rc<[u8]>>) {
        const ZEROS: [u8; PAGE] = [0; PAGE];
        while self.length < end {
            let count = (PAGE - self.length % PAGE).min(end - self.length);
            self.write(&ZEROS[..count], self.length, spare);
        }
    }

    /// Cuts the file off at `length`, or extends it with zeros up to there.
    pub(crate) fn truncate(&mut self, length: usize, spare: &mut Vec<Rc<[u8]>>) {
        if length > self.length {
            self.zero_until(length, spare);
        } else {
            self.length = length;
            recycle(self.pages.drain(length.div_ceil(PAGE)..), spare);
        }
    }

    /// Gives all pages back.
    pub(crate) fn discard(self, spare: &mut Vec<Rc<[u8]>>) {
        recycle(self.pages.into_iter(), spare);
    }

    /// Becomes equal to `other`, touching only the pages that differ.
    pub(crate) fn assign(&mut self, other: &Pages, spare: &mut Vec<Rc<[u8]>>) {
        self.length = other.length;
        self.pages.truncate(other.pages.len());
        for (own, wanted) in self.pages.iter_mut().zip(&other.pages) {
            if !Rc::ptr_eq(own, wanted) {
                recycle(
                    std::iter::once(std::mem::replace(own, Rc::clone(wanted))),
                    spare,
                );
            }
        }
        let have = self.pages.len();
        self.pages.extend(other.pages[have..].iter().cloned());
    }

    /// Writes a big-endian number.
    pub(crate) fn put_u32(&mut self, offset: usize, value: u32, spare: &mut Vec<Rc<[u8]>>) {
        self.write(&value.to_be_bytes(), offset, spare);
    }

    /// Reads a big-endian number; 0 beyond the end.
    pub(crate) fn get_u32(&self, offset: usize) -> u32 {
        let mut bytes = [0; 4];
        self.read(&mut bytes, offset);
        u32::from_be_bytes(bytes)
    }
}

/// How many pages are kept for reuse.
const SPARE_PAGES: usize = 64;

fn new_page(spare: &mut Vec<Rc<[u8]>>) -> Rc<[u8]> {
    spare.pop().unwrap_or_else(|| Rc::from([0; PAGE]))
}

fn copy_of(page: &[u8], spare: &mut Vec<Rc<[u8]>>) -> Rc<[u8]> {
    let Some(mut copy) = spare.pop() else {
        return Rc::from(page);
    };
    match Rc::get_mut(&mut copy) {
        Some(bytes) => {
            bytes.copy_from_slice(page);
            copy
        }
        None => Rc::from(page),
    }
}

fn recycle(pages: impl Iterator<Item = Rc<[u8]>>, spare: &mut Vec<Rc<[u8]>>) {
    for mut page in pages {
        if spare.len() < SPARE_PAGES && Rc::get_mut(&mut page).is_some() {
            spare.push(page);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behaves_as_a_vector_of_bytes() {
        let mut file = Pages::default();
        let mut model: Vec<u8> = Vec::new();
        let mut spare = Vec::new();
        let mut copies = Vec::new();
        let mut random = 1u64;
        let mut next = |below: usize| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (random >> 33) as usize % below
        };
        for round in 0..3_000 {
            let offset = next(3 * PAGE);
            let length = if next(3) == 0 { PAGE } else { next(PAGE * 2) };
            match next(8) {
                0 => {
                    file.truncate(offset, &mut spare);
                    model.resize(offset, 0);
                }
                1 => copies.push((file.clone(), model.clone())),
                2 if !copies.is_empty() => {
                    let (pages, bytes) = copies.swap_remove(next(copies.len()));
                    file.assign(&pages, &mut spare);
                    model = bytes;
                }
                3 => {
                    std::mem::take(&mut file).discard(&mut spare);
                    model.clear();
                }
                _ => {
                    let data: Vec<u8> = (0..length).map(|i| (i + round) as u8 | 1).collect();
                    file.write(&data, offset, &mut spare);
                    model.resize(model.len().max(offset + length), 0);
                    model[offset..offset + length].copy_from_slice(&data);
                }
            }
            for (pages, bytes) in copies.iter().chain([&(file.clone(), model.clone())]) {
                let mut read = vec![7; bytes.len() + 5];
                assert!(!pages.read(&mut read, 0));
                assert_eq!(read[..bytes.len()], bytes[..]);
                assert_eq!(read[bytes.len()..], [0; 5]);
            }
        }
    }
}
