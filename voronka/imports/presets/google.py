"""Export of Google Contacts («Google CSV»), as it is since 2024 and as it was before."""

# Source: https://support.google.com/contacts/answer/7199294 and exported files: numbered values with their labels;
# several values of one label stand in one cell, parted by « ::: ».

from voronka.imports.presets.base import Export, Preset, headings

MOST = range(1, 8)
ADDRESS = ("Label", "Type", "Street", "City", "PO Box", "Region", "Postal Code", "Country", "Extended Address")
APART = (
    *("Name Prefix", "Name Suffix", "Nickname", "Birthday", "Labels", "Group Membership", "Photo"),
    *("Organization Department", "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name"),
    *(f"{what} {number} - {part}" for what in ("Phone", "E-mail") for number in MOST for part in ("Label", "Type")),
    *(f"Address 1 - {part}" for part in ADDRESS),
)

GOOGLE = Preset(
    name="google",
    label="Google Contacts",
    exports=(
        Export(
            kind="persons",
            signs=(),
            any_of=("Phone 1 - Value", "E-mail 1 - Value"),
            columns={
                **headings("First Name|Given Name", "first_name"),
                **headings("Middle Name|Additional Name", "middle_name"),
                **headings("Last Name|Family Name", "last_name"),
                **headings("Name|File As", "natural_name"),
                **headings("Organization Name|Organization 1 - Name", "organization"),
                **headings("Organization Title|Organization 1 - Title", "position"),
                **{f"Phone {number} - Value": "phones" for number in MOST},
                **{f"E-mail {number} - Value": "emails" for number in MOST},
                "Notes": "note",
                "Address 1 - Formatted": "addresses",
            },
            apart=APART,
        ),
    ),
)
