/** Whether git tells by this id that there is no object: it is of zeros alone. */
export function isNullObjectId(id: string): boolean {
  return id.startsWith('0') && /^0+$/.test(id);
}
