export default async function tearDown() {
  await globalThis.salvorTestServer?.stop();
}
