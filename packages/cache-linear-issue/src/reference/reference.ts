/** An issue as it was asked for, with the source that has it. */
export type Reference =
  | { readonly source: 'linear'; readonly id: string }
  | { readonly source: 'github'; readonly id: string }
  | { readonly source: 'file'; readonly path: string }
  | { readonly source: 'stdin' };

/** The reference in the words of a message. */
export function referenceText(reference: Reference): string {
  if (reference.source === 'stdin') return '-';
  return reference.source === 'file' ? reference.path : reference.id;
}
