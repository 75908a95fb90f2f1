"""A whole export of Zoho CRM («Export» of all modules, a file for each)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.imports.presets.folders import Becomes, Part, Via

ACCOUNT = "Account Id|ACCOUNTID|Account Name.id"
CONTACT = "Contact Id|CONTACTID|Contact Name.id"
CLIENTS = {"organization_key": ACCOUNT, "person_key": CONTACT}
CARDS = {
    "deal_key": "POTENTIALID|Deal Id|Deal Name.id",
    "person_key": CONTACT,
    "lead_key": "LEADID|Lead Id",
    "organization_key": ACCOUNT,
}
TIMES = "Created Time"
NOISE = ("Modified Time", "Age Tier", "Age In Days", "Age in Days", "Is Lead Active?")

ZOHO_FOLDER = (
    Part(
        name="user", label=_("Employees"), becomes=Becomes.USERS, signs=("Last Name", "Email"),
        any_of=("USER_ID", "User Id"), unless=("Contact Owner", "Lead Owner"), key="USER_ID|User Id",
    ),
    Part(
        name="account", label=_("Organizations"), becomes=Becomes.RECORDS, kind="organizations",
        signs=("Account Name", "Account Owner"), unless=("Potential Name", "Deal Name", "Last Name", "Subject"),
    ),
    Part(
        name="contact", label=_("People"), becomes=Becomes.RECORDS, kind="persons",
        signs=("Last Name", "Contact Owner"),
    ),
    Part(
        name="campaign", label=_("Campaigns"), becomes=Becomes.RECORDS, kind="campaigns",
        signs=("Campaign Name", "Start Date"),
    ),
    Part(
        name="lead", label=_("Leads"), becomes=Becomes.RECORDS, kind="leads", signs=("Last Name", "Lead Owner"),
    ),
    Part(
        name="deal", label=_("Deals"), becomes=Becomes.RECORDS, kind="deals", signs=("Stage", "Closing Date"),
        any_of=("Potential Name", "Deal Name"),
    ),
    Part(
        name="call", label=_("Call"), becomes=Becomes.RECORDS, kind="interactions",
        signs=("Call Start Time", "Subject"),
        key="TASKID|Record Id|Call Id", owner="Call Owner", moment="Call Start Time", head=("Subject",),
        says=("Call Purpose", "Billable", "Description"), links=CARDS, or_task=True,
    ),
    Part(
        name="event", label=_("Meeting"), becomes=Becomes.RECORDS, kind="interactions",
        signs=("Start DateTime", "End DateTime", "Subject"),
        key="EVENTID|Record Id|Event Id", owner="Event Owner|Host", moment="Start DateTime", head=("Subject",),
        says=("Venue", "Description"), links=CARDS, or_task=True,
    ),
    Part(
        name="task", label=_("Tasks"), becomes=Becomes.RECORDS, kind="tasks", signs=("Task Owner", "Subject"),
    ),
    Part(
        name="member", label=_("Campaign"), becomes=Becomes.NOTES, signs=("Campaign Name", "Status"),
        any_of=("Lead Last Name",), head=("Campaign Name", "Status"), moment="Last Modified Time", silent=NOISE,
        links={"lead": "Lead Last Name", "lead_first": "Lead First Name", "campaign": "Campaign Name"},
    ),
    Part(
        name="invoice", label=_("Invoice"), becomes=Becomes.NOTES, signs=("Invoice Number",),
        any_of=("Invoice Owner", "Invoice Status"), key="INVOICEID|Record Id", owner="Invoice Owner", moment=TIMES,
        head=("Invoice Number", "Invoice Status", "Grand Total"), silent=("Invoice Owner Id", *NOISE),
        links=CLIENTS, lines="line",
    ),
    Part(
        name="order", label=_("Sales order"), becomes=Becomes.NOTES, signs=("Sales Order Owner",),
        key="SALESORDERID|Record Id", owner="Sales Order Owner", moment=TIMES,
        head=("Subject", "Status", "Grand Total"), silent=("Is Delayed?", *NOISE),
        links=CLIENTS, via=Via(part="invoice", own="Sales Order Id"), lines="line",
    ),
    Part(
        name="quote", label=_("Quote"), becomes=Becomes.NOTES, signs=("Quote Owner", "Quote Stage"),
        key="QUOTEID|Record Id", owner="Quote Owner", moment=TIMES, head=("Subject", "Quote Stage", "Grand Total"),
        silent=NOISE, links=CLIENTS, lines="line",
    ),
    Part(
        name="line", label=_("Lines of orders and invoices"), becomes=Becomes.KEPT,
        signs=("Product Name", "List Price", "Quantity"),
        key="INVOICEID|Invoice Id|SALESORDERID|Sales Order Id|QUOTEID|Quote Id|Parent ID",
        head=("Product Name", "Quantity", "Net Total"),
    ),
    Part(name="product", label=_("Products"), becomes=Becomes.KEPT, signs=("Product Name", "Product Code")),
    Part(name="book", label=_("Price lists"), becomes=Becomes.KEPT, signs=("Price Book Name",)),
    Part(name="case", label=_("Cases"), becomes=Becomes.KEPT, signs=("Case Owner", "Status")),
)  # fmt: skip
OTHER = Part(name="other", label=pgettext_lazy("file of a migration", "Unknown"), becomes=Becomes.KEPT, signs=("\x00",))
