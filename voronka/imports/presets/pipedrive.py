"""Exports of Pipedrive: people, organizations, deals and activities; each heading says whose it is."""

# Source: https://support.pipedrive.com/en/article/exporting-data-from-pipedrive, headings of exported lists as public
# programs read them («Person - Email - Work»). Whether a deal is won is its status; its stage stays where it was.

from voronka.imports.presets.base import Export, Preset, headings


def _each(word: str) -> str:
    return "|".join((f"Person - {word}", *(f"Person - {word} - {use}" for use in ("Work", "Home", "Mobile", "Other"))))


PIPEDRIVE = Preset(
    name="pipedrive",
    label="Pipedrive",
    exports=(
        Export(
            kind="deals",
            signs=("Deal - Title",),
            columns={
                "Deal - ID": "external_id",
                "Deal - Title": "name",
                "Deal - Value": "amount",
                "Deal - Stage": "stage",
                "Deal - Status": "outcome",
                "Deal - Organization": "organization",
                "Deal - Organization ID": "organization_key",
                "Deal - Contact person": "person",
                "Deal - Contact person ID": "person_key",
                "Deal - Owner": "owner",
                **headings("Deal - Deal created|Deal - Creation date", "created_at"),
                "Deal - Expected close date": "closing",
                "Deal - Deal closed on": "closed",
                "Deal - Lost reason": "lost_reason",
                "Deal - Probability": "probability",
            },
            apart=("Deal - Pipeline", "Deal - Currency of Value", "Deal - Won time", "Deal - Lost time"),
        ),
        Export(
            kind="persons",
            signs=("Person - Name",),
            unless=("Deal - Title",),
            columns={
                "Person - ID": "external_id",
                "Person - First name": "first_name",
                "Person - Last name": "last_name",
                "Person - Name": "natural_name",
                "Person - Organization": "organization",
                "Person - Organization ID": "organization_key",
                **headings(_each("Phone"), "phones"),
                **headings(_each("Email"), "emails"),
                **headings("Person - Job title|Person - Title", "position"),
                "Person - Owner": "owner",
                **headings("Person - Person created|Person - Creation date", "created_at"),
                **headings("Person - Notes|Person - Note", "note"),
            },
            apart=("Person - Label", "Person - Labels", "Person - Marketing status"),
        ),
        Export(
            kind="organizations",
            signs=("Organization - Name",),
            unless=("Deal - Title", "Person - Name"),
            columns={
                "Organization - ID": "external_id",
                "Organization - Name": "name",
                "Organization - Owner": "owner",
                "Organization - Address": "address",
                "Organization - Website": "website",
                "Organization - Industry": "industry",
                **headings("Organization - Organization created|Organization - Creation date", "created_at"),
            },
            apart=("Organization - Label", "Organization - Labels", "Organization - People"),
        ),
        Export(
            kind="tasks",
            signs=("Activity - Subject",),
            columns={
                "Activity - ID": "external_id",
                "Activity - Subject": "title",
                "Activity - Due date": "due_at",
                "Activity - Done": "status",
                **headings("Activity - Marked as done time|Activity - Done time", "done_at"),
                **headings("Activity - Assigned to user|Activity - Owner", "owner"),
                "Activity - Deal": "deal",
                "Activity - Deal ID": "deal_key",
                "Activity - Contact person": "person",
                "Activity - Contact person ID": "person_key",
                "Activity - Organization": "organization",
                "Activity - Organization ID": "organization_key",
                **headings("Activity - Note|Activity - Notes", "note"),
                "Activity - Priority": "priority",
                "Activity - Add time": "created_at",
            },
            apart=("Activity - Type",),
        ),
    ),
)
