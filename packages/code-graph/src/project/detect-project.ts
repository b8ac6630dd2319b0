import type { Inventory } from '../inventory/inventory.ts';
import type { Project } from './project.ts';

/** What the repository says of itself: only what is really there, each with its place. */
export async function detectProject(_inventory: Inventory): Promise<Project> {
  throw new Error('not yet');
}
