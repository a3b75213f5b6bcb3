//! Reads one organisation's file for one verified caller. Every row that leaves here has a grant that holds for this
//! worker at this moment; which rows make up which list is each list's own file.

use std::{fmt, ops::ControlFlow};

use casework::{
    disclosure::{Disclosed, Grant},
    ids::PersonId,
};
use identity::Caller;
use jiff::Timestamp;
use rusqlite::{Connection, ToSql};

use crate::{
    Error,
    error::sqlite,
    fact_row::{self, Bytes, COLUMNS},
    page::{Cursor, Page, Paged, at_ms},
    readers::Lent,
};

/// How many rows one call looks at before it gives what it has found, and a place to go on from.
pub(crate) const LOOK_AT_MOST: usize = 2_000;

/// Leaves out, in SQL, rows of which every grant has ended by `?1`; the exact test is made on the grants.
const NOT_ENDED: &str = "(ends_at_ms IS NULL OR ends_at_ms > ?1)";

/// A fact that the caller may read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The fact and all its grants.
    pub disclosed: Disclosed,
    /// The first grant that holds for the caller: the one to name as the reason.
    pub grant: Grant,
}

/// Reads the caller's organisation's file. Had from [`Readers::open`](crate::Readers::open) alone:
///
/// ```
/// # use {identity::Caller, orgviews::{Reader, Readers}};
/// fn mine(readers: &Readers, caller: &Caller) -> Option<Reader> {
///     readers.open(caller).ok()
/// }
/// ```
///
/// and not put together by hand:
///
/// ```compile_fail,E0451
/// # use {identity::Caller, orgviews::Reader};
/// fn mine(caller: Caller) -> Option<Reader> {
///     Some(Reader { caller, lent: None })
/// }
/// ```
///
/// Nor does a reader change for whom it reads:
///
/// ```compile_fail,E0616
/// # use {identity::Caller, orgviews::Reader};
/// fn mine(reader: &mut Reader, caller: Caller) {
///     reader.caller = caller;
/// }
/// ```
pub struct Reader {
    caller: Caller,
    lent: Option<Lent>,
}

impl Reader {
    pub(crate) fn new(lent: Option<Lent>, caller: Caller) -> Self {
        Self { caller, lent }
    }

    /// Whether the organisation has a file. One that was never shown anything has none.
    pub fn has_file(&self) -> bool {
        self.lent.is_some()
    }

    /// Looks at the file in one short read transaction; none where the organisation has no file.
    pub(crate) fn look<T>(
        &self,
        now: Timestamp,
        look: impl FnOnce(&Look<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let Some(connection) = self.lent.as_ref().and_then(Lent::connection) else {
            return Ok(None);
        };
        // Several statements are to see the same state; the transaction ends before anything is sent.
        let transaction = connection
            .unchecked_transaction()
            .map_err(sqlite("beginning to read"))?;
        let found = look(&Look {
            rows: &transaction,
            caller: &self.caller,
            now,
        })?;
        transaction.commit().map_err(sqlite("ending a read"))?;
        Ok(Some(found))
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

/// A look at the file at one moment.
pub(crate) struct Look<'a> {
    pub(crate) rows: &'a Connection,
    pub(crate) caller: &'a Caller,
    pub(crate) now: Timestamp,
}

impl Look<'_> {
    /// The facts that the caller may read among those that match, in this order.
    ///
    /// `matching` is a condition on `facts` that uses `?2` and on. Hands each to `take`, until it breaks.
    pub(crate) fn each(
        &self,
        matching: &str,
        order: &str,
        values: &[&dyn ToSql],
        mut take: impl FnMut(Shown) -> Result<ControlFlow<()>, Error>,
    ) -> Result<(), Error> {
        let failed = sqlite("reading facts");
        let select = format!(
            "SELECT {COLUMNS} FROM facts WHERE {NOT_ENDED} AND {matching} ORDER BY {order}"
        );
        let mut select = self.rows.prepare_cached(&select).map_err(&failed)?;
        let now_ms = at_ms(self.now);
        let values: Vec<&dyn ToSql> = [&now_ms as &dyn ToSql]
            .into_iter()
            .chain(values.iter().copied())
            .collect();
        let mut rows = select.query(&values[..]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let grants = fact_row::grants(row)?;
            let Some(grant) = self.first_that_holds(&grants) else {
                continue;
            };
            let shown = Shown {
                disclosed: fact_row::disclosed(row, grants)?,
                grant,
            };
            if take(shown)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// All of the facts that the caller may read among those that match, in this order.
    pub(crate) fn all(
        &self,
        matching: &str,
        order: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<Shown>, Error> {
        let mut all = Vec::new();
        self.each(matching, order, values, |shown| {
            all.push(shown);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    /// The first fact that the caller may read among those that match, in this order.
    pub(crate) fn first(
        &self,
        matching: &str,
        order: &str,
        values: &[&dyn ToSql],
    ) -> Result<Option<Shown>, Error> {
        let mut first = None;
        self.each(matching, order, values, |shown| {
            first = Some(shown);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }

    /// A page of a person's facts that match, the latest first. `matching` uses `?4`, which is `value`.
    ///
    /// After [`LOOK_AT_MOST`] rows the page is given as it is, with a place to go on from.
    pub(crate) fn page(
        &self,
        person: PersonId,
        matching: &str,
        value: &dyn ToSql,
        page: &Page,
    ) -> Result<Paged<Shown>, Error> {
        let failed = sqlite("reading facts");
        let select = format!(
            "SELECT {COLUMNS}, place FROM facts WHERE {NOT_ENDED} AND person = ?2 AND place < ?3 AND {matching}
             ORDER BY place DESC LIMIT {LOOK_AT_MOST}"
        );
        let mut select = self.rows.prepare_cached(&select).map_err(&failed)?;
        let mut rows = select
            .query([
                &at_ms(self.now) as &dyn ToSql,
                &Bytes::from(person),
                &page.below(),
                value,
            ])
            .map_err(&failed)?;
        let (mut found, mut last, mut looked_at): (Vec<Shown>, Option<Cursor>, usize) =
            (Vec::new(), None, 0);
        while let Some(row) = rows.next().map_err(&failed)? {
            looked_at += 1;
            let grants = fact_row::grants(row)?;
            if let Some(grant) = self.first_that_holds(&grants) {
                if found.len() == page.size {
                    return Ok((found, last));
                }
                found.push(Shown {
                    disclosed: fact_row::disclosed(row, grants)?,
                    grant,
                });
            }
            last = Some(row.get(7).map_err(&failed)?);
        }
        Ok((found, last.filter(|_| looked_at == LOOK_AT_MOST)))
    }

    /// When the latest fact about the person that the caller may read was recorded, in milliseconds since 1970;
    /// none where they may read nothing. Reads no words.
    pub(crate) fn last_recorded_at_ms(&self, person: PersonId) -> Result<Option<i64>, Error> {
        let failed = sqlite("looking for a person");
        let select = format!(
            "SELECT id, grants, recorded_at_ms FROM facts WHERE {NOT_ENDED} AND person = ?2 ORDER BY place DESC"
        );
        let mut select = self.rows.prepare_cached(&select).map_err(&failed)?;
        let mut rows = select
            .query((at_ms(self.now), Bytes::from(person)))
            .map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            if self.first_that_holds(&fact_row::grants(row)?).is_some() {
                return row.get(2).map(Some).map_err(failed);
            }
        }
        Ok(None)
    }

    /// Whether the caller may read anything about the person at all.
    pub(crate) fn knows(&self, person: PersonId) -> Result<bool, Error> {
        Ok(self.last_recorded_at_ms(person)?.is_some())
    }

    pub(crate) fn first_that_holds(&self, grants: &[Grant]) -> Option<Grant> {
        grants
            .iter()
            .find(|grant| grant.holds(self.caller.worker(), self.caller.role(), self.now))
            .cloned()
    }
}
