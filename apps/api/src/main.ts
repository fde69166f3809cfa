import { createHttpApp, parseConfig, serveOpenApi, serveWeb } from '#libs/platform';
import { ApiModule } from './api.module.js';

/** The HTTP process alone, beside any number of its like. Migrations are applied beforehand. */
const app = await createHttpApp(ApiModule);
serveOpenApi(app);
serveWeb(app);
app.enableShutdownHooks();
const config = parseConfig(process.env);
if (config.ok) await app.listen(config.value.port, config.value.host);
