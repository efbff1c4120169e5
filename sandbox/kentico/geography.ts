// Countries and states of the shop, with the product's code names (`USA`, `CzechRepublic`).

/** Code name, display name, two letters, three letters. */
export const countries: readonly (readonly [string, string, string, string])[] = [
  ["USA", "USA", "US", "USA"],
  ["Canada", "Canada", "CA", "CAN"],
  ["UnitedKingdom", "United Kingdom", "GB", "GBR"],
  ["Ireland", "Ireland", "IE", "IRL"],
  ["Germany", "Germany", "DE", "DEU"],
  ["Austria", "Austria", "AT", "AUT"],
  ["Switzerland", "Switzerland", "CH", "CHE"],
  ["France", "France", "FR", "FRA"],
  ["Belgium", "Belgium", "BE", "BEL"],
  ["Netherlands", "Netherlands", "NL", "NLD"],
  ["Luxembourg", "Luxembourg", "LU", "LUX"],
  ["Spain", "Spain", "ES", "ESP"],
  ["Portugal", "Portugal", "PT", "PRT"],
  ["Italy", "Italy", "IT", "ITA"],
  ["CzechRepublic", "Czech Republic", "CZ", "CZE"],
  ["Slovakia", "Slovakia", "SK", "SVK"],
  ["Poland", "Poland", "PL", "POL"],
  ["Hungary", "Hungary", "HU", "HUN"],
  ["Denmark", "Denmark", "DK", "DNK"],
  ["Sweden", "Sweden", "SE", "SWE"],
  ["Norway", "Norway", "NO", "NOR"],
  ["Finland", "Finland", "FI", "FIN"],
  ["Japan", "Japan", "JP", "JPN"],
  ["Kuwait", "Kuwait", "KW", "KWT"],
  ["UnitedArabEmirates", "United Arab Emirates", "AE", "ARE"],
  ["India", "India", "IN", "IND"],
  ["Singapore", "Singapore", "SG", "SGP"],
  ["Australia", "Australia", "AU", "AUS"],
  ["NewZealand", "New Zealand", "NZ", "NZL"],
  ["SouthAfrica", "South Africa", "ZA", "ZAF"],
  ["Brazil", "Brazil", "BR", "BRA"],
  ["Mexico", "Mexico", "MX", "MEX"],
];

/** State code and name, by the country's two letters. */
export const states: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  US: parse(`AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut
|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois
|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts
|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota
|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina
|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington
|WV West Virginia|WI Wisconsin|WY Wyoming`),
  CA: parse(`AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick
|NL Newfoundland and Labrador|NS Nova Scotia|ON Ontario|PE Prince Edward Island|QC Quebec
|SK Saskatchewan`),
};

function parse(text: string): [string, string][] {
  return text.split("|").map((entry) => {
    const [code = "", ...name] = entry.trim().split(" ");
    return [code, name.join(" ")];
  });
}
