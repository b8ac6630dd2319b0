/** At most 80 characters, cut before a word: half a path names another file. One word that is longer is cut within. */
export function shortened(title: string): string {
  return title.length <= 80 ? title : `${title.slice(0, 79).replace(/\s+\S*$/, '')}…`;
}
