import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { ActingCommand, Given, InputFault } from '../command.js';
import { RemoteService } from '../trustee/remote-service.js';
import { eventLog } from '../trustee/event-log.js';
import { createKey, readKey, trusteeName } from '../trustee/key-file.js';
import { KeptClosings } from '../trustee/kept-closings.js';
import { runTrustee } from '../trustee/run-trustee.js';

const folder = z.string({ error: 'is needed' }).min(1);

const keygenOptions = z.object({ folder, id: trusteeName.optional() });

export const trusteeKeygen: ActingCommand = {
  name: 'trustee keygen',
  summary: 'a key for a trustee of sealed auctions, in a folder of its own',
  help: `Usage: salvor trustee keygen --folder DIR [--id NAME]

Makes DIR/trustee-key.json, readable by its owner only. A key that is there already is never replaced. Tell the
operator of the auctions what is printed, and nothing else: {id, publicKey}. Whoever reads the file can act as this
trustee, and without it this trustee cannot act any more: keep a copy where you keep other keys.

Example:
  salvor trustee keygen --folder ~/salvor-trustee --id court
`,
  options: ['folder', 'id'],
  act: (given) => {
    const options = readOptions(keygenOptions, given);
    if (!options.ok) return Promise.resolve(options);
    const key = createKey(options.value.folder, options.value.id);
    if (!key.ok) return Promise.resolve(err({ path: '/folder', reason: key.error }));
    const { id, publicKey } = key.value;
    return Promise.resolve(ok({ output: `${JSON.stringify({ id, publicKey })}\n`, verdict: 'good' }));
  },
};

const runOptions = z.object({
  service: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  folder,
  id: trusteeName.optional(),
  every: z
    .string()
    .regex(/^[1-9]\d{2,6}$/, 'must be 100 to 9999999 milliseconds')
    .default('5000'),
});

export const trusteeRun: ActingCommand = {
  name: 'trustee run',
  summary: 'a trustee of sealed auctions: opens its part of every bid once an auction is closed',
  help: `Usage: salvor trustee run --service URL --folder DIR [--id NAME] [--every MS] [--once]

Asks the service every MS milliseconds (5000) for closed auctions that name the key in DIR. Of each it reads the
announcement, the closing and the whole log, verifies all of it, waits for the close by the clock of this machine, and
hands in its shares of the bids that count. The first closing that it acts on is kept in DIR; a second one over another
log is refused, and both are kept as proof in DIR/equivocation-AUCTION.json.

--id NAME   act only where the announcement calls this key so (default: the id that the key was made with, if any)
--once      one round, then exit: 0 when everything was served, otherwise 1

One line of JSON for each event goes to standard error. SIGINT and SIGTERM end it after the request in progress; it can
be killed at any time and started again. It needs no API key, and nobody needs to reach it.

Example:
  salvor trustee run --service https://salvor.example --folder ~/salvor-trustee
`,
  options: ['service', 'folder', 'id', 'every'],
  switches: ['once'],
  act: async (given, signal) => {
    const options = readOptions(runOptions, given);
    if (!options.ok) return options;
    const { service, every, id } = options.value;
    const key = readKey(options.value.folder);
    if (!key.ok) return err({ path: '/folder', reason: key.error });
    const nowMs = (): number => Date.now();
    const isServed = await runTrustee(
      {
        identity: { ...key.value, id: id ?? key.value.id },
        service: new RemoteService(service, signal),
        kept: new KeptClosings(options.value.folder),
        log: eventLog((line) => process.stderr.write(line), nowMs),
        nowMs,
        signal,
      },
      { everyMs: Number(every), once: given.switches.has('once') },
    );
    return ok({ output: '', verdict: isServed || !given.switches.has('once') ? 'good' : 'bad' });
  },
};

function readOptions<S extends z.ZodType>(schema: S, { options }: Given): Result<z.output<S>, InputFault> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? '');
  return err({ path: `/${name}`, reason: `--${name} ${issue?.message ?? 'is not valid'}` });
}
