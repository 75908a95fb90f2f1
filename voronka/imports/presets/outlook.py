"""Export of contacts of Outlook (.csv), in English and Russian."""

# Source: https://support.microsoft.com/office/create-or-edit-csv-files-to-import-into-outlook-4518d70d-8fe9-46ad-94fa-1494247193c7

from voronka.imports.presets.base import Export, Preset, headings

OUTLOOK = Preset(
    name="outlook",
    label="Outlook",
    exports=(
        Export(
            kind="persons",
            signs=("E-mail Address",),
            any_of=("Business Phone", "Mobile Phone", "Home Phone", "E-mail 2 Address"),
            columns={
                "First Name": "first_name",
                "Middle Name": "middle_name",
                "Last Name": "last_name",
                "Company": "organization",
                "Job Title": "position",
                **headings(
                    "Business Phone|Business Phone 2|Mobile Phone|Primary Phone|Home Phone|Home Phone 2|Other Phone"
                    "|Company Main Phone|Car Phone",
                    "phones",
                ),
                **headings("E-mail Address|E-mail 2 Address|E-mail 3 Address", "emails"),
                "Notes": "note",
            },
            apart=(
                "Title", "Suffix", "Department", "Business Fax", "Home Fax", "Other Fax", "Pager", "Assistant's Phone",
                "Birthday", "Anniversary", "E-mail Type", "E-mail 2 Type", "E-mail 3 Type", "Web Page", "Business City",
                "Home City", "Other City", "Business State", "Home State", "Other State", "E-mail Display Name",
                "E-mail 2 Display Name", "E-mail 3 Display Name", "Business Street", "Home Street", "Other Street",
            ),
        ),
        Export(
            kind="persons",
            signs=("Адрес эл. почты",),
            any_of=("Рабочий телефон", "Телефон раб.", "Телефон переносной", "Домашний телефон", "Адрес 2 эл. почты"),
            columns={
                "Имя": "first_name",
                "Отчество": "middle_name",
                "Фамилия": "last_name",
                "Организация": "organization",
                "Должность": "position",
                **headings(
                    "Рабочий телефон|Телефон раб.|Рабочий телефон 2|Телефон раб. 2|Телефон переносной|Основной телефон"
                    "|Домашний телефон|Телефон дом.|Другой телефон",
                    "phones",
                ),
                **headings("Адрес эл. почты|Адрес 2 эл. почты|Адрес 3 эл. почты", "emails"),
                "Заметки": "note",
            },
            apart=("Обращение", "Суффикс", "Отдел", "Рабочий факс", "Домашний факс", "День рождения"),
        ),
    ),
)  # fmt: skip
