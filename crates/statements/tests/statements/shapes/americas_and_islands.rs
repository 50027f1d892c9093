//! The United States, Canada, Great Britain, Ireland, Australia, India, Singapore.

use super::writing::{PLAIN, PURCHASES, Shape, Sign, WEEK};

const COMMA: Shape = Shape { delimiter: ',', mark: '.', line_end: "\n", dates: "31/12/2026", currency: "GBP", ..PLAIN };
const AMERICAN: Shape = Shape { dates: "12/31/2026", currency: "USD", ..COMMA };

pub const SHAPES: &[&Shape] = &[
    &Shape {
        name: "US, details, posting date, slip number",
        columns: "kind:Details|date:Posting Date|text:Description|amount:Amount|kind:Type|balance:Balance|cheque:Check or Slip #",
        newest_first: true,
        ..AMERICAN
    },
    &Shape {
        name: "US, summary first, running balance",
        columns: "date:Date|text:Description|amount:Amount|balance:Running Bal.",
        group: Some(','),
        before: "Description,,Summary Amt.\nBeginning balance as of 03/01/2026,,\"2,500.00\"\nTotal credits,,\"21,295.00\"\nTotal debits,,\"-1,970.25\"\nEnding balance as of 04/02/2026,,\"21,824.75\"\n",
        ..AMERICAN
    },
    &Shape {
        name: "US, without headings",
        columns: "date:|amount:|booked:|empty:|text:",
        header: false,
        quoted: true,
        ..AMERICAN
    },
    &Shape {
        name: "US card, debit and credit",
        columns: "bought:Transaction Date|date:Posted Date|number:Card No.|text:Description|category:Category|out:Debit|in:Credit",
        dates: "2026-12-31",
        newest_first: true,
        ..AMERICAN
    },
    &Shape {
        name: "US card, money out is plus",
        columns: "date:Date|text:Description|number:Account #|amount:Amount",
        sign: Sign::Turned,
        movements: PURCHASES,
        ..AMERICAN
    },
    &Shape {
        name: "US, parentheses and dollar signs",
        columns: "date:Date|cheque:Check Number|text:Description|amount:Amount|balance:Balance",
        group: Some(','),
        sign: Sign::Parentheses,
        symbol: "$",
        ..AMERICAN
    },
    &Shape {
        name: "US, withdrawals and deposits",
        columns: "date:Date|text:Transaction|out:Withdrawals (-)|in:Deposits (+)|balance:Ending Daily Balance",
        group: Some(','),
        ..AMERICAN
    },
    &Shape {
        name: "US, named months",
        columns: "date:Date|text:Memo|amount:Transaction Amount",
        dates: "Dec 31, 2026",
        quoted: true,
        ..AMERICAN
    },
    &Shape {
        name: "US credit union, DR and CR",
        columns: "id:Transaction Number|date:Date|text:Description|amount:Amount|balance:Balance",
        sign: Sign::CrDr,
        ..AMERICAN
    },
    &Shape {
        name: "US, timestamps",
        columns: "date:Date (UTC)|text:Description|amount:Amount|booked:Status|category:Source Account|empty:Note",
        dates: "2026-12-31T14:05:09Z",
        ..AMERICAN
    },
    &Shape {
        name: "CA, amount named by its currency",
        columns: "category:Account Type|number:Account Number|date:Transaction Date|cheque:Cheque Number|text:Description 1|empty:Description 2|amount:CAD$|empty:USD$",
        quoted: true,
        ..AMERICAN
    },
    &Shape {
        name: "CA, without headings, out, in and balance",
        columns: "date:|text:|out:|in:|balance:",
        header: false,
        ..AMERICAN
    },
    &Shape {
        name: "GB, sort code and account",
        columns: "date:Transaction Date|kind:Transaction Type|sort-code:Sort Code|number:Account Number|text:Transaction Description|out:Debit Amount|in:Credit Amount|balance:Balance",
        newest_first: true,
        ..COMMA
    },
    &Shape {
        name: "GB, number, subcategory and memo",
        columns: "empty:Number|date:Date|number:Account|amount:Amount|category:Subcategory|text:Memo",
        newest_first: true,
        ..COMMA
    },
    &Shape {
        name: "GB, value means amount",
        columns: "date:Date|kind:Type|text:Description|amount:Value|balance:Balance|category:Account Name|number:Account Number",
        dates: "31 Dec 2026",
        ..COMMA
    },
    &Shape {
        name: "GB app bank, local amounts and both sides",
        columns: "id:Transaction ID|date:Date|time:Time|kind:Type|who:Name|empty:Emoji|category:Category|amount:Amount|currency:Currency|always-foreign:Local amount|currency:Local currency|text:Notes and #tags|empty:Address|empty:Receipt|empty:Category split|out:Money Out|in:Money In",
        out_minus: true,
        ..COMMA
    },
    &Shape {
        name: "GB, counter party, unit in the heading",
        columns: "date:Date|who:Counter Party|text:Reference|kind:Type|amount:Amount (GBP)|balance:Balance (GBP)|category:Spending Category|empty:Notes",
        ..COMMA
    },
    &Shape {
        name: "GB, pound signs, paid in and paid out",
        columns: "date:Date|kind:Transaction type|text:Description|out:Paid out|in:Paid in|balance:Balance",
        dates: "31 Dec 2026",
        symbol: "£",
        group: Some(','),
        quoted: true,
        encoding: "windows-1252",
        before: "\"Account Name:\",\"Current ****8377\"\n\"Account Balance:\",\"£21824.75\"\n\"Available Balance: \",\"£22324.75\"\n",
        ..COMMA
    },
    &Shape {
        name: "GB, without headings, balance last",
        columns: "date:|text:|amount:|balance:",
        header: false,
        ..COMMA
    },
    &Shape {
        name: "IE, several descriptions, local currency",
        columns: "number:Posted Account|date:Posted Transactions Date|who:Description1|text:Description2|empty:Description3|out:Debit Amount|in:Credit Amount|balance:Balance|currency:Posted Currency|kind:Transaction Type|always-foreign:Local Currency Amount|currency:Local Currency",
        group: Some(','),
        quoted: true,
        currency: "EUR",
        ..COMMA
    },
    &Shape {
        name: "AU, details behind an empty heading",
        columns: "date:Date|amount:Amount|number:Account Number|empty:|kind:Transaction Type|text:Transaction Details|balance:Balance|category:Category|who:Merchant Name",
        dates: "31-Dec-26",
        currency: "AUD",
        newest_first: true,
        ..COMMA
    },
    &Shape {
        name: "AU, narrative and serial",
        columns: "number:Bank Account|date:Date|text:Narrative|out:Debit Amount|in:Credit Amount|balance:Balance|category:Categories|empty:Serial",
        currency: "AUD",
        ..COMMA
    },
    &Shape {
        name: "AU, without headings, amount before text",
        columns: "date:|amount:|text:",
        header: false,
        currency: "AUD",
        ..COMMA
    },
    &Shape {
        name: "IN, withdrawal and deposit, closing balance",
        columns: "date:Date|text:Narration|reference:Chq./Ref.No.|value:Value Dt|out:Withdrawal Amt.|in:Deposit Amt.|balance:Closing Balance",
        dates: "31/12/26",
        currency: "INR",
        empty: "0.00",
        after: "\nSTATEMENT SUMMARY :-\nOpening Balance,,,,,,2500.00",
        ..COMMA
    },
    &Shape {
        name: "SG, preamble, references",
        columns: "date:Transaction Date|reference:Reference|out:Debit Amount|in:Credit Amount|text:Transaction Ref1|empty:Transaction Ref2|empty:Transaction Ref3",
        dates: "31 Dec 2026",
        empty: " ",
        before: "Account Details For:,Current 001-402183-7\nStatement as at:,02 Apr 2026\nAvailable Balance:,21824.75\nLedger Balance:,21824.75\n\n",
        currency: "SGD",
        ..COMMA
    },
    &Shape {
        name: "GB, quiet week, day or month first",
        columns: "date:Date|text:Description|amount:Amount",
        movements: WEEK,
        ..COMMA
    },
    &Shape {
        name: "GB, quiet week, balance",
        columns: "date:Date|text:Details|amount:Amount|balance:Balance",
        dates: "31/12/2026 14:05",
        movements: WEEK,
        ..COMMA
    },
];
