//! Orders as an ISO 20022 customer credit transfer initiation (pain.001), inside the limits of the SEPA credit transfer
//! (EPC132-08, customer-to-PSP implementation guidelines).

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use crate::{
    NAME_LONGEST, PaymentAccount, PaymentFile, PaymentOrder, PaymentProblem, REMITTANCE_LONGEST, sepa_id, sepa_text,
};

/// The version of the message. Banks take .09 since November 2023; a few portals still ask for .03.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PainVersion {
    /// `pain.001.001.03`.
    V03,
    /// `pain.001.001.09`.
    #[default]
    V09,
}

impl PainVersion {
    /// Its name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            PainVersion::V03 => "pain.001.001.03",
            PainVersion::V09 => "pain.001.001.09",
        }
    }
}

/// The file, or the first thing a bank would not take. One payment block per paying account and day, because a block has
/// one debtor and one day.
pub fn pain_xml(file: &PaymentFile, version: PainVersion) -> Result<String, PaymentProblem> {
    file.check_sepa()?;
    let mut blocks: Vec<Vec<&PaymentOrder>> = Vec::new();
    for order in &file.orders {
        let alike = |block: &&mut Vec<&PaymentOrder>| {
            block.iter().all(|other| other.debtor == order.debtor && other.requested_on == order.requested_on)
        };
        match blocks.iter_mut().find(alike) {
            Some(block) => block.push(order),
            None => blocks.push(vec![order]),
        }
    }
    let mut xml = Xml::new(version);
    xml.raw(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let namespace = format!("urn:iso:std:iso:20022:tech:xsd:{}", version.name());
    xml.raw(Event::Start(BytesStart::new("Document").with_attributes([("xmlns", namespace.as_str())])));
    xml.within("CstmrCdtTrfInitn", |xml| {
        xml.within("GrpHdr", |xml| {
            xml.text("MsgId", &sepa_id(&file.message_id));
            xml.text("CreDtTm", &file.created_at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
            xml.totals(file.orders.iter());
            xml.within("InitgPty", |xml| xml.text("Nm", &sepa_text(&file.initiator, NAME_LONGEST)));
        });
        for (number, block) in blocks.iter().enumerate() {
            xml.block(&block_id(&file.message_id, number + 1), block);
        }
    });
    xml.raw(Event::End(BytesEnd::new("Document")));
    Ok(xml.finish())
}

/// The name of a payment block: the message's, with the block's number inside the 35 characters.
fn block_id(message_id: &str, number: usize) -> String {
    let ending = format!("-{number}");
    let beginning: String = sepa_id(message_id).chars().take(crate::END_TO_END_LONGEST - ending.len()).collect();
    beginning + &ending
}

struct Xml {
    version: PainVersion,
    writer: Writer<Vec<u8>>,
}

impl Xml {
    fn new(version: PainVersion) -> Xml {
        Xml { version, writer: Writer::new_with_indent(Vec::new(), b' ', 2) }
    }

    fn raw(&mut self, event: Event<'_>) {
        // Writing to memory does not fail.
        let _ = self.writer.write_event(event);
    }

    fn within(&mut self, name: &str, body: impl FnOnce(&mut Xml)) {
        self.raw(Event::Start(BytesStart::new(name)));
        body(self);
        self.raw(Event::End(BytesEnd::new(name)));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.within(name, |xml| xml.raw(Event::Text(BytesText::new(text))));
    }

    fn totals<'a>(&mut self, orders: impl Iterator<Item = &'a PaymentOrder>) {
        let (mut count, mut sum) = (0u64, 0i128);
        for order in orders {
            count += 1;
            sum += i128::from(order.amount_minor);
        }
        self.text("NbOfTxs", &count.to_string());
        self.text("CtrlSum", &euro(sum));
    }

    fn block(&mut self, id: &str, orders: &[&PaymentOrder]) {
        let Some(first) = orders.first() else { return };
        self.within("PmtInf", |xml| {
            xml.text("PmtInfId", id);
            xml.text("PmtMtd", "TRF");
            // Each payment as a line of its own on the statement, so that each can be recognised there.
            xml.text("BtchBookg", "false");
            xml.totals(orders.iter().copied());
            xml.within("PmtTpInf", |xml| xml.within("SvcLvl", |xml| xml.text("Cd", "SEPA")));
            let day = first.requested_on.to_string();
            match xml.version {
                PainVersion::V03 => xml.text("ReqdExctnDt", &day),
                PainVersion::V09 => xml.within("ReqdExctnDt", |xml| xml.text("Dt", &day)),
            }
            xml.party("Dbtr", &first.debtor);
            xml.account("DbtrAcct", &first.debtor);
            xml.within("DbtrAgt", |xml| xml.bank(&first.debtor));
            xml.text("ChrgBr", "SLEV");
            for order in orders {
                xml.order(order);
            }
        });
    }

    fn order(&mut self, order: &PaymentOrder) {
        self.within("CdtTrfTxInf", |xml| {
            xml.within("PmtId", |xml| xml.text("EndToEndId", &sepa_id(&order.end_to_end_id)));
            xml.within("Amt", |xml| {
                xml.raw(Event::Start(BytesStart::new("InstdAmt").with_attributes([("Ccy", order.currency.code())])));
                xml.raw(Event::Text(BytesText::new(&euro(i128::from(order.amount_minor)))));
                xml.raw(Event::End(BytesEnd::new("InstdAmt")));
            });
            if order.creditor.bic.is_some() {
                xml.within("CdtrAgt", |xml| xml.bank(&order.creditor));
            }
            xml.party("Cdtr", &order.creditor);
            xml.account("CdtrAcct", &order.creditor);
            let remittance = sepa_text(&order.remittance, REMITTANCE_LONGEST);
            if !remittance.is_empty() {
                xml.within("RmtInf", |xml| xml.text("Ustrd", &remittance));
            }
        });
    }

    fn party(&mut self, name: &str, account: &PaymentAccount) {
        self.within(name, |xml| xml.text("Nm", &sepa_text(&account.holder, NAME_LONGEST)));
    }

    fn account(&mut self, name: &str, account: &PaymentAccount) {
        let iban = account.iban.as_ref().map_or("", |iban| iban.as_str());
        self.within(name, |xml| xml.within("Id", |xml| xml.text("IBAN", iban)));
    }

    /// The bank by its BIC; a payer's bank that is not named is said so in the way the guidelines give.
    fn bank(&mut self, account: &PaymentAccount) {
        let element = match self.version {
            PainVersion::V03 => "BIC",
            PainVersion::V09 => "BICFI",
        };
        self.within("FinInstnId", |xml| match &account.bic {
            Some(bic) => xml.text(element, bic.as_str()),
            None => xml.within("Othr", |xml| xml.text("Id", "NOTPROVIDED")),
        });
    }

    fn finish(self) -> String {
        // What was written came from strings.
        let mut text = String::from_utf8(self.writer.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Cents as euro with two decimals and a full stop.
fn euro(minor: i128) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
