module.exports = {
  title: "Races",
  url: "https://races.example",
  baseUrl: "/",
  presets: [["classic", { docs: false, blog: false, sitemap: false }]],
  clientModules: ["./playground.js"],
};
