//! How the owner names what was sold, to whom, and where: what profit can be asked by.

use crate::facts::Facts;

/// The names of a country's sample business.
#[derive(Debug, Clone, Copy)]
pub struct Naming {
    /// What clients pay every month for.
    pub retainer: &'static str,
    /// What jobs are.
    pub job: &'static str,
    /// What the shop sells.
    pub shop: &'static str,
    /// What workshops are.
    pub workshop: &'static str,
    /// The channel of clients who ask themselves.
    pub direct: &'static str,
    /// The channel of the shop.
    pub online: &'static str,
    /// Words of a line, the client who pays it, and the job where it is one.
    pub clients: &'static [(&'static str, &'static str, &'static str)],
}

/// Client, project, offer and channel of a line, as far as the owner names them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SampleDimensions {
    /// Whom it was for.
    pub client: Option<&'static str>,
    /// The job it belongs to.
    pub project: Option<&'static str>,
    /// What was sold.
    pub offer: Option<&'static str>,
    /// Where it was sold.
    pub channel: Option<&'static str>,
}

impl SampleDimensions {
    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        *self == SampleDimensions::default()
    }

    fn sold(offer: &'static str, channel: &'static str) -> SampleDimensions {
        SampleDimensions { offer: Some(offer), channel: Some(channel), ..SampleDimensions::default() }
    }

    /// What a line with that text, of that category, is for.
    pub fn of(facts: &Facts, text: &str, category: &str) -> SampleDimensions {
        let naming = facts.naming;
        if text == facts.shop.text || text == facts.shop.refund {
            return SampleDimensions::sold(naming.shop, naming.online);
        }
        if text == facts.workshops.text || text == facts.workshops.refund {
            return SampleDimensions::sold(naming.workshop, naming.online);
        }
        if text == facts.processor.fees || category == "packing-postage" {
            return SampleDimensions { channel: Some(naming.online), ..SampleDimensions::default() };
        }
        if category == "subcontractors" {
            return SampleDimensions { offer: Some(naming.job), ..SampleDimensions::default() };
        }
        let found = naming.clients.iter().find(|(words, ..)| text.contains(words));
        found.map_or_else(SampleDimensions::default, |(_, client, job)| SampleDimensions {
            client: Some(client),
            project: Some(*job).filter(|job| !job.is_empty()),
            offer: Some(if job.is_empty() { naming.retainer } else { naming.job }),
            channel: Some(naming.direct),
        })
    }
}
