// Names of places as they are compared: without accents, case, spaces and punctuation.

/** "Côte d’Ivoire" and "cote d'ivoire" have the same key. */
export function placeKey(name: string): string {
  return name
    .slice(0, 200)
    .replaceAll("&", "and")
    .normalize("NFD")
    .replaceAll(/[^\p{L}]/gu, "")
    .toLowerCase()
    .replace(/^the(?=\p{L}{3})/u, "");
}
