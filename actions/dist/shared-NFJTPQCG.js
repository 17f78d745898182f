import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  deploymentName,
  hpaName
} from "./shared-WUMOF5Q6.js";
import {
  at,
  listAt,
  numberAt,
  textAt
} from "./shared-KV5TVEEZ.js";

// actions/toolkit/bounds.ts
function findHpa(objects) {
  const scalers = objects.filter((item) => ["", "HorizontalPodAutoscaler"].includes(textAt(item, "kind")));
  const scalesService = (item) => textAt(item, "spec", "scaleTargetRef", "kind") === "Deployment" && textAt(item, "spec", "scaleTargetRef", "name") === deploymentName;
  return scalers.find(scalesService) ?? scalers.find((item) => textAt(item, "metadata", "name") === hpaName);
}
function boundsOf(hpa) {
  const metric = cpuMetric(hpa);
  const target = at(hpa, "spec", "metrics", metric ?? -1, "resource", "target", "averageUtilization");
  return {
    // Kubernetes' own default.
    min: numberAt(hpa, "spec", "minReplicas") || 1,
    max: numberAt(hpa, "spec", "maxReplicas"),
    cpuTarget: typeof target === "number" ? target : void 0
  };
}
function renderedBounds(manifests) {
  const hpa = findHpa(manifests);
  return hpa === void 0 ? void 0 : boundsOf(hpa);
}
function cpuMetric(hpa) {
  const found = listAt(hpa, "spec", "metrics").findIndex(
    (metric) => textAt(metric, "type") === "Resource" && textAt(metric, "resource", "name") === "cpu" && textAt(metric, "resource", "target", "type") === "Utilization"
  );
  return found < 0 ? void 0 : found;
}
function formatBounds({ min, max, cpuTarget }) {
  return `${min}\u2013${max}${cpuTarget === void 0 ? "" : ` at ${cpuTarget} % CPU`}`;
}
function isSameBounds(one, other) {
  return one.min === other.min && one.max === other.max && one.cpuTarget === other.cpuTarget;
}

export {
  findHpa,
  boundsOf,
  renderedBounds,
  cpuMetric,
  formatBounds,
  isSameBounds
};
