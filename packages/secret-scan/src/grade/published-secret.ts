import { createHash } from 'node:crypto';

const hardhat = 'it is one of the accounts of Hardhat, Anvil and Ganache, which everybody has';
const stripe = "it is the key of Stripe's documentation";

/**
 * Secrets that their makers published, for emulators and tests, by the first 128 bits of their SHA-256: in clear they would be found here by every scanner.
 * Sources: the documentation of Azurite, of the emulator of Azure Cosmos DB, of reCAPTCHA ("automated tests"), of the API of Giphy, of Stripe's API and of Hardhat; the settings that Unity writes.
 */
const published: ReadonlyMap<string, string> = new Map([
  ['0011cc25eb4320717494d2703e8cba85', 'it is the key of the emulator of Azure Storage, which everybody has'],
  ['aa6547439583c3a275d4542a0df6c1ad', 'it is the key of the emulator of Azure Cosmos DB, which everybody has'],
  ['f5e95c9954635b65acab57e6d5ea663e', 'it is the secret of reCAPTCHA for tests, which lets everybody pass'],
  ['e1bb72ff7816ebe8b386d913fe30fd89', 'it is the key of Giphy for first steps, which everybody had'],
  ['88353154ca476dbfeb5e7dafb36ff0a9', 'it is what a new project of Unity has, as everybody gets it'],
  ['2cafc0970149a84f3b9e62eaf169f36f', stripe],
  ['f2d6ca16515033e5dce14eba840b979d', stripe],
  ['bc1a50966c9e6486bc4ebf880b51611a', hardhat],
  ['8335c55334821eefd4334369ff9c04a8', hardhat],
  ['b26ab6529d20ebebb4192256f2029847', hardhat],
  ['64034b44c579b335ab5e85debbfe7278', hardhat],
  ['4d3e46eec8244d1d106f866ee48994f6', hardhat],
  ['0aedba9d586f34f95cf1f0d54926f62e', hardhat],
  ['28e543d3753fc9d14c658ebef20b76a3', hardhat],
  ['f070994a8599478580678f2b9482c5f0', hardhat],
  ['38e69fdd19aefeb4adf56312f10e62c3', hardhat],
  ['967f21586cdf1248a862f2cfb3300997', hardhat],
]);

/** What a secret is that its maker published; undefined for all others. */
export function publishedAs(secret: string): string | undefined {
  const { length } = secret;
  if (length < 13 || length > 88) return undefined;
  return published.get(createHash('sha256').update(secret.replace(/^0x/, ''), 'latin1').digest('hex').slice(0, 32));
}
