"""Exports of EspoCRM: accounts, contacts, leads and opportunities."""

# Source: https://docs.espocrm.com/user-guide/export/ (a column for each chosen field, headed by its label) and the
# labels in `Resources/i18n/en_US` of https://github.com/espocrm/espocrm; in Russian those of `i18n/ru_RU`.

from voronka.imports.presets.base import Export, Preset, headings

COMMON = {
    "ID": "external_id",
    **headings("Assigned User|Assigned User Name|Ответственный пользователь", "owner"),
    **headings("Created At|Дата создания", "created_at"),
    **headings("Description|Описание", "note"),
}
CONTACT = {
    **headings("Last Name|Фамилия", "last_name"),
    **headings("First Name|Имя", "first_name"),
    **headings("Middle Name|Отчество", "middle_name"),
    **headings("Name|ФИО", "natural_name"),
    **headings("Email|Email Address", "emails"),
    **headings("Phone|Phone Number|Телефон", "phones"),
}
LINK = {
    **headings("Account|Account Name|Контрагент", "organization"),
    **headings("Account ID|Account (ID)", "organization_key"),
}
APART = ("Created By", "Modified At", "Modified By", "Teams", "Do Not Call", "Account Type", "Type")
BY_USER = ("Assigned User", "Assigned User Name", "Ответственный пользователь")

ESPOCRM = Preset(
    name="espocrm",
    label="EspoCRM",
    exports=(
        Export(
            kind="deals",
            signs=("Name", "Stage", "Close Date"),
            any_of=BY_USER,
            columns={
                **COMMON,
                "Name": "name",
                "Stage": "stage",
                "Amount": "amount",
                "Close Date": "closing",
                "Probability": "probability",
                **LINK,
                **headings("Contact|Primary Contact", "person"),
                "Lead Source": "source",
                "Campaign": "campaign",
            },
            apart=("Amount Currency", "Amount (Converted)", "Amount Weighted", "Last Stage", *APART),
        ),
        Export(
            kind="leads",
            signs=("Status", "Email"),
            any_of=BY_USER,
            unless=("Stage", "Parent"),
            columns={
                **COMMON,
                **CONTACT,
                **headings("Account Name|Account", "company"),
                "Title": "position",
                "Status": "status",
                **headings("Source|Lead Source", "source"),
                "Website": "website",
                "Industry": "industry",
                "Opportunity Amount": "amount",
                "Campaign": "campaign",
            },
            apart=APART,
        ),
        Export(
            kind="persons",
            signs=("Email",),
            any_of=BY_USER,
            unless=("Stage", "Status", "Website", "Billing Address City"),
            columns={**COMMON, **CONTACT, **LINK, **headings("Title|Account Title|Должность", "position")},
            apart=("Role", *APART),
        ),
        Export(
            kind="organizations",
            signs=("Name", "Website"),
            any_of=BY_USER,
            unless=("Stage", "Status", "Last Name"),
            columns={
                **COMMON,
                "Name": "name",
                "Website": "website",
                "Email": "emails",
                **headings("Phone|Phone Number", "phones"),
                "Industry": "industry",
                **headings("Billing Address|Billing Address Street|Billing Address City", "address"),
            },
            apart=APART,
        ),
    ),
)
