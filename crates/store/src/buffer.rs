//! What an area holds back during a transaction and writes in one go: totals, words, anything folded by key.

use std::any::{Any, TypeId};

use crate::{StoreError, Tx};

/// Rows held back until [`Tx::flush`] or the commit. A savepoint that is rolled back also takes back what was added since.
pub trait Buffered: Any + Send {
    /// How much is held: 0 means nothing waits to be written.
    fn mark(&self) -> usize;
    /// Forgets everything added since `mark` was taken.
    fn truncate(&mut self, mark: usize);
    /// Writes what is held and holds nothing afterwards.
    fn flush(&mut self, tx: &mut Tx) -> Result<(), StoreError>;
}

/// The buffers of one transaction.
#[derive(Default)]
pub(crate) struct Buffers {
    slots: Vec<Slot>,
}

struct Slot {
    kind: TypeId,
    /// Absent while it is being flushed.
    held: Option<Box<dyn Buffered>>,
    copy: fn(&dyn Buffered) -> Option<Box<dyn Buffered>>,
}

/// What a savepoint remembers of one buffer.
#[derive(Default)]
pub(crate) struct Remembered {
    mark: usize,
    /// The buffer as it was before a flush inside the savepoint: the flush is undone with the savepoint, so what was
    /// held before it must come back.
    before_flush: Option<Box<dyn Buffered>>,
}

impl Buffers {
    pub(crate) fn get<T: Buffered + Default + Clone>(&mut self) -> &mut T {
        let kind = TypeId::of::<T>();
        let index = self.slots.iter().position(|slot| slot.kind == kind).unwrap_or_else(|| {
            self.slots.push(Slot { kind, held: None, copy: copy::<T> });
            self.slots.len() - 1
        });
        let held = self.slots[index].held.get_or_insert_with(|| Box::new(T::default()));
        let any: &mut dyn Any = held.as_mut();
        match any.downcast_mut::<T>() {
            Some(buffer) => buffer,
            None => unreachable!("a slot holds a buffer of its own type"),
        }
    }

    pub(crate) fn find<T: Buffered>(&self) -> Option<usize> {
        self.slots.iter().position(|slot| slot.kind == TypeId::of::<T>())
    }

    /// The first buffer with something to write.
    pub(crate) fn pending(&self) -> Option<usize> {
        self.slots.iter().position(|slot| slot.held.as_ref().is_some_and(|held| held.mark() != 0))
    }

    /// Takes a buffer out so that it can be flushed, remembering it in every savepoint that needs it back.
    pub(crate) fn take(&mut self, index: usize, innermost: Option<&mut Vec<Remembered>>) -> Option<Box<dyn Buffered>> {
        let slot = &mut self.slots[index];
        let held = slot.held.take()?;
        if let Some(remembered) = innermost.and_then(|frame| frame.get_mut(index))
            && remembered.mark > 0
            && remembered.before_flush.is_none()
        {
            remembered.before_flush = (slot.copy)(held.as_ref());
        }
        Some(held)
    }

    /// Puts a buffer back after its flush.
    pub(crate) fn put_back(&mut self, index: usize, held: Box<dyn Buffered>) {
        self.slots[index].held.get_or_insert(held);
    }

    /// What a savepoint that opens now has to remember.
    pub(crate) fn remember(&self) -> Vec<Remembered> {
        let marks = self.slots.iter().map(|slot| slot.held.as_ref().map_or(0, |held| held.mark()));
        marks.map(|mark| Remembered { mark, before_flush: None }).collect()
    }

    /// The savepoint was rolled back: every buffer is as it was when it opened.
    pub(crate) fn roll_back(&mut self, frame: Vec<Remembered>) {
        let mut frame = frame.into_iter();
        for slot in &mut self.slots {
            let remembered = frame.next().unwrap_or_default();
            if let Some(before) = remembered.before_flush {
                slot.held = Some(before);
            }
            if let Some(held) = &mut slot.held {
                held.truncate(remembered.mark);
            }
        }
    }
}

/// The savepoint was released into the one around it, which may need what a flush inside it wrote.
pub(crate) fn release(inner: Vec<Remembered>, outer: &mut [Remembered]) {
    for (inner, outer) in inner.into_iter().zip(outer) {
        if outer.mark > 0 && outer.before_flush.is_none() {
            outer.before_flush = inner.before_flush;
        }
    }
}

fn copy<T: Buffered + Clone>(held: &dyn Buffered) -> Option<Box<dyn Buffered>> {
    let any: &dyn Any = held;
    any.downcast_ref::<T>().map(|buffer| Box::new(buffer.clone()) as Box<dyn Buffered>)
}
