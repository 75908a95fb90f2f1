"""Exports of HubSpot: contacts, companies and deals."""

# Source: https://knowledge.hubspot.com/import-and-export/export-records (a file has the record ID, the properties by
# their labels, and the associated records by name and by id), default properties at
# https://knowledge.hubspot.com/properties/hubspots-default-contact-properties.

from voronka.imports.presets.base import Export, Preset, headings

COMPANY = {
    **headings("Associated Company (Primary)|Associated Company|Primary Associated Company", "organization"),
    **headings(
        "Associated Company IDs (Primary)|Associated Company IDs|Associated Company ID|Primary Associated Company ID",
        "organization_key",
    ),
}
APART = (
    "Last Activity Date",
    "Last Modified Date",
    "Lifecycle Stage",
    "Create Date (HubSpot)",
    "Marketing contact status",
)

HUBSPOT = Preset(
    name="hubspot",
    label="HubSpot",
    exports=(
        Export(
            kind="persons",
            signs=("Email",),
            any_of=("Contact owner", "Lifecycle Stage", "Associated Company", "Associated Company (Primary)"),
            unless=("Deal Name",),
            columns={
                **headings("Record ID - Contact|Record ID|Contact ID", "external_id"),
                "First Name": "first_name",
                "Last Name": "last_name",
                **headings("Email|Work email|Additional email addresses", "emails"),
                **headings("Phone Number|Mobile Phone Number|WhatsApp Phone Number", "phones"),
                "Job Title": "position",
                "Contact owner": "owner",
                **COMPANY,
                "Company Name": "organization",
                "Create Date": "created_at",
                **headings("Original Source|Original Traffic Source", "source"),
            },
            apart=("Lead Status", "Fax Number", "City", *APART),
        ),
        Export(
            kind="organizations",
            signs=("Company name",),
            any_of=("Company Domain Name", "Company owner"),
            unless=("Deal Name", "Email"),
            columns={
                **headings("Record ID - Company|Record ID|Company ID", "external_id"),
                "Company name": "name",
                **headings("Website URL|Company Domain Name", "website"),
                "Phone Number": "phones",
                "Industry": "industry",
                "Company owner": "owner",
                **headings("Street Address|City", "address"),
                "Description": "note",
                "Create Date": "created_at",
            },
            apart=("Annual Revenue", "Number of Employees", *APART),
        ),
        Export(
            kind="deals",
            signs=("Deal Name", "Deal Stage"),
            any_of=("Record ID", "Record ID - Deal", "Deal owner", "Associated Company"),
            columns={
                **headings("Record ID - Deal|Record ID|Deal ID", "external_id"),
                "Deal Name": "name",
                "Deal Stage": "stage",
                "Amount": "amount",
                "Close Date": "closing",
                "Create Date": "created_at",
                "Deal owner": "owner",
                **COMPANY,
                **headings("Associated Contact|Associated Contacts", "person"),
                **headings("Associated Contact IDs|Associated Contact ID", "person_key"),
                "Closed Lost Reason": "lost_reason",
                "Deal Description": "note",
            },
            apart=("Pipeline", "Deal Type", "Deal probability", "Amount in company currency", *APART),
        ),
    ),
)
