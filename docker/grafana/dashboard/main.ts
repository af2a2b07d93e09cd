// `npm run dashboards`: writes the dashboard to where Grafana is provisioned from.
import { writeFileSync } from 'node:fs';
import { dashboardOf } from './dashboard.ts';

writeFileSync('docker/grafana/dashboards/vigie.json', `${JSON.stringify(dashboardOf(), null, 2)}\n`);
