// The element needs a browser; pages are rendered without one, too.
import ExecutionEnvironment from "@docusaurus/ExecutionEnvironment";

if (ExecutionEnvironment.canUseDOM) import("lockstep-playground");
