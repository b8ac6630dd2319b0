/** What is said of members whose manifest is not at hand: one sentence, however many there are. */
export function withoutManifest(members: readonly string[], manifest: string): readonly string[] {
  if (members.length === 0) return [];
  const shown = members.slice(0, 3).join(', ');
  const more = members.length > 3 ? ` and ${members.length - 3} more` : '';
  const one = members.length === 1;
  return [
    `${shown}${more} ${one ? 'has' : 'have'} no ${manifest} here: dependencies for development are taken for shipped`,
  ];
}
