/** Bytes that names consist of: letters, digits, `_ - . $`, and bytes outside ASCII. */
export const inName: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_.$-]/.test(String.fromCharCode(byte)) || byte >= 0x80 ? 1 : 0,
);

/** 1: a byte that random text consists of; 2: a digit. */
export const runKinds: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/\d/.test(character)) return 2;
  return /[\x21-\x7e]/.test(character) && !/["'`<>(){},;]/.test(character) ? 1 : 0;
});

/** Bytes that end what a name and password stand in at the beginning of an address. */
export const endsAddress: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[ \t-\r"'`<>\\/]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** What a byte after a name means. 1: ends what the name stands in; 2: blank; 3: gives a value; 4: may begin a type or a value that stands beside its name; 5: ends the line. */
export const following: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/["'`\\)\]]/.test(character)) return 1;
  if (/[ \t]/.test(character)) return 2;
  if (/[=:>,(?|+&!#[;<-]/.test(character)) return 3;
  if (/[\n\r]/.test(character)) return 5;
  return /[A-Za-z0-9{$]/.test(character) ? 4 : 0;
});
