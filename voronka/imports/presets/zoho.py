"""Exports of Zoho CRM: accounts, contacts, leads, deals (potentials), campaigns, calls, events, tasks."""

# Source: https://help.zoho.com/portal/en/kb/crm/data-administration/export-data/articles/export-data (each module is a
# file, ids of records and of owners beside their names), and the sample data of Zoho Analytics for Zoho CRM, whose ids
# are headed ACCOUNTID, CONTACTID… An empty link is «0» or nothing; days are written «16 Apr, 2021 00:02:00».

from voronka.imports.presets.base import Export, Preset, headings
from voronka.imports.presets.zoho_folder import ZOHO_FOLDER

CREATED = {"Created Time": "created_at"}
LINKS = {
    **headings("CONTACTID|Contact Id|Contact Name.id", "person_key"),
    **headings("ACCOUNTID|Account Id|Account Name.id", "organization_key"),
    **headings("POTENTIALID|Deal Id|Deal Name.id", "deal_key"),
    **headings("LEADID|Lead Id", "lead_key"),
}
ACCOUNT = {
    **headings("Account Id|Account Name.id|ACCOUNTID", "organization_key"),
    "Account Name": "organization",
}
APART = ("Modified Time", "Tasks Involved", "Events Involved", "Calls Involved", "Activities Involved", "Tag",
         "Last Activity Time", "month_Created Time1")  # fmt: skip

ZOHO = Preset(
    name="zoho",
    label="Zoho CRM",
    folder=ZOHO_FOLDER,
    exports=(
        Export(
            kind="organizations",
            signs=("Account Name", "Account Owner"),
            unless=("Potential Name", "Deal Name", "Last Name"),
            columns={
                **headings("ACCOUNTID|Record Id|Account Id", "external_id"),
                "Account Name": "name",
                "Account Owner": "owner",
                "Industry": "industry",
                "Website": "website",
                "Phone": "phones",
                **headings("Billing Street|Billing City", "address"),
                "Description": "note",
                **CREATED,
            },
            apart=("Account Owner Id", "Account Owner.id", "Account Type", *APART),
        ),
        Export(
            kind="persons",
            signs=("Last Name", "Contact Owner"),
            columns={
                **headings("CONTACTID|Record Id|Contact Id", "external_id"),
                "Last Name": "last_name",
                "First Name": "first_name",
                "Contact Owner": "owner",
                **ACCOUNT,
                **headings("Email|Secondary Email", "emails"),
                **headings("Mobile|Phone|Other Phone|Home Phone", "phones"),
                "Title": "position",
                "Lead Source": "source",
                "Description": "note",
                **CREATED,
            },
            apart=("Contact Owner Id", "Contact Owner.id", "Fax", *APART),
        ),
        Export(
            kind="leads",
            signs=("Last Name", "Lead Owner"),
            columns={
                **headings("LEADID|Record Id|Lead Id", "external_id"),
                "Last Name": "last_name",
                "First Name": "first_name",
                "Company": "company",
                "Lead Owner": "owner",
                **headings("Email|Secondary Email", "emails"),
                **headings("Mobile|Phone", "phones"),
                "Website": "website",
                "Industry": "industry",
                "Lead Source": "source",
                "Lead Status": "status",
                **headings("CONVERTED|Is Converted", "converted"),
                "Description": "note",
                **CREATED,
            },
            apart=("Lead Owner Id", "Lead Owner.id", "Fax", *APART),
        ),
        Export(
            kind="deals",
            signs=("Stage", "Closing Date"),
            any_of=("Potential Name", "Deal Name"),
            columns={
                **headings("POTENTIALID|Record Id|Deal Id", "external_id"),
                **headings("Potential Name|Deal Name", "name"),
                **headings("Potential Owner|Deal Owner", "owner"),
                "Amount": "amount",
                "Stage": "stage",
                "Closing Date": "closing",
                "Probability": "probability",
                "Lead Source": "source",
                **ACCOUNT,
                "LEADID": "lead",
                "Campaign Id": "campaign_key",
                **headings("Reason For Loss|Reason For Loss__s", "lost_reason"),
                "Description": "note",
                **CREATED,
            },
            apart=("Expected Revenue", "Age in Days", "Age Tier", "Amount Tier", "Type", "Forecast Type", *APART),
        ),
        Export(
            kind="campaigns",
            signs=("Campaign Name", "Start Date"),
            columns={
                **headings("CAMPAIGNID|Record Id|Campaign Id", "external_id"),
                "Campaign Name": "name",
                "Campaign Owner": "owner",
                "Status": "is_active",
                "Start Date": "started_on",
                "End Date": "ended_on",
                **CREATED,
            },
            apart=("Type", "Expected Revenue", "Budgeted Cost", "Actual Cost", *APART),
        ),
        Export(
            kind="interactions",
            signs=("Call Start Time", "Subject"),
            columns={
                **headings("TASKID|Record Id|Call Id", "external_id"),
                "Subject": "text",
                "Call Start Time": "happened_at",
                **headings("Call Duration (in seconds)|Call Duration", "seconds"),
                "Call Owner": "owner",
                "Call Type": "direction",
                **LINKS,
                **CREATED,
            },
            apart=("Call Owner Id", "Call Duration (in minutes)", "Call Purpose", "Billable", "Who Id Id", "What Id",
                   "SEMODULE", *APART),
        ),
        Export(
            kind="interactions",
            signs=("Start DateTime", "End DateTime", "Subject"),
            columns={
                **headings("EVENTID|Record Id|Event Id", "external_id"),
                "Subject": "text",
                "Start DateTime": "happened_at",
                "End DateTime": "ends",
                **headings("Event Owner|Host", "owner"),
                **LINKS,
                **CREATED,
            },
            apart=("Event Owner Id", "Who Id Id", "What Id", "SEMODULE", *APART),
        ),
        Export(
            kind="tasks",
            signs=("Task Owner", "Subject"),
            columns={
                **headings("TASKID|Record Id|Task Id", "external_id"),
                "Subject": "title",
                "Task Owner": "owner",
                "Due Date": "due_at",
                "Status": "status",
                "Priority": "priority",
                **headings("Closed Time|Modified Time", "done_at"),
                "Description": "note",
                **LINKS,
                **CREATED,
            },
            apart=("Task Owner Id", *APART),
        ),
    ),
)  # fmt: skip
