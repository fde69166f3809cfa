import { engineOverhead } from './engine-overhead.js';
import { queueThroughput } from './queue-throughput.js';
import { streamedDomain } from './streamed-domain.js';

/** What the evaluation engine costs beside the models that it asks. */
export async function bench(): Promise<void> {
  await engineOverhead();
  await streamedDomain();
  await queueThroughput();
}
