import { defineConfig } from "astro/config";
import starlight from "@astrojs/starlight";

const sidebar = ["articles", "tools", "principles"].map((directory) => ({ label: directory, autogenerate: { directory } }));
export default defineConfig({ site: "https://library.example", integrations: [starlight({ title: "Open Water Library", sidebar })] });
