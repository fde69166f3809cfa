import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asCurrency, formatMoney } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import type { Browser, Locator, Page } from 'playwright-core';

/** Builds the page into the folder that the service serves it from. */
export async function buildPage(): Promise<void> {
  const vite = join(projectRoot(), 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(projectRoot(), 'apps', 'web', 'vite.config.ts');
  // The runner's environment would make this a build for tests.
  const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' };
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', config], { env });
}

/** A page of its own, light and British wherever the test runs. */
export async function openPage(browser: Browser, width: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
  });
  return context.newPage();
}

/** What the browser has to complain about on a page, from now on. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} ${String(response.status())}`);
  });
  return complaints;
}

/** What stands in some places of the page, in reading order and with single spaces. */
export const textsOf = async (places: Locator): Promise<string[]> => {
  const texts = await places.allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
};

/** All cells or terms and values of a part of the page. */
export const partsOf = (part: Locator): Promise<string[]> => textsOf(part.locator('th, td, dt, dd'));

export const money = (amountMinor: string | bigint, currency: string): string =>
  formatMoney({ amountMinor: BigInt(amountMinor), currency: asCurrency(currency) });
