import { rowHeights } from './layout.ts'
import { steps } from './fit.ts'

const heights = rowHeights.map((mm) => `.kd-paper .h${String(mm)}{height:${String(mm)}mm}`).join('')
// a block of its own: otherwise the larger type around it would keep its lines apart
const sizes = steps.map((share, step) => `.kd-paper .t${String(step)}{display:inline-block;font-size:${String(share)}em;line-height:1.25;vertical-align:middle}`).join('')

/**
 * The one stylesheet of printed sheets, for the page (as a constructed stylesheet) and for files (as a style element):
 * fixed pages in mm whose heights agree with `bodyOf` of frame.ts. Everything stands under `.kd-paper`. A page keeps its
 * layout and painting to itself, so that the printer looks at one page at a time: a thousand pages take a third of the time.
 */
export const paperCss = `
@page kd-a4{size:210mm 297mm;margin:0;@bottom-right{content:none}}
@page kd-wide{size:297mm 210mm;margin:0;@bottom-right{content:none}}
@page kd-strip{size:80mm 62mm;margin:0;@bottom-right{content:none}}
.kd-paper{font-family:'Noto Sans SC Variable','Kaodian Rare Han','Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',SimSun-ExtB,sans-serif;font-size:10.5pt;line-height:1.25;color:#000;font-variant-numeric:tabular-nums;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.kd-paper *{box-sizing:border-box;margin:0;padding:0;font-style:normal}
.kd-paper .sheet{position:relative;display:grid;grid-template-columns:minmax(0,1fr);grid-template-rows:auto minmax(0,1fr) auto auto;background:#fff;break-after:page;break-inside:avoid;contain:size layout}
.kd-paper>.sheet{contain:strict}
.kd-paper>.sheet:last-child{break-after:auto}
.kd-paper .a4{page:kd-a4;width:210mm;height:296.8mm;padding:9mm 12mm 8mm}
.kd-paper .wide{page:kd-wide;width:297mm;height:209.8mm;padding:9mm 12mm 8mm}
.kd-paper .strip{page:kd-strip;width:80mm;height:61.8mm;padding:2mm 4mm 1mm;grid-template-rows:minmax(0,1fr) auto}
.kd-paper .halves{display:block;padding:0}
.kd-paper .half{width:210mm;height:148.4mm;padding:8mm 12mm 5mm;break-after:auto}
.kd-paper .half+.half{border-top:.25mm dashed #000}
.kd-paper .top{height:22mm;overflow:visible}
.kd-paper .half .top{height:19mm}
.kd-paper h1{font-size:16pt;font-weight:700;line-height:1.2;letter-spacing:.04em}
.kd-paper .half h1{font-size:14pt}
.kd-paper .where{margin-top:1mm;font-size:10pt}
.kd-paper .about{margin-top:.6mm;font-size:9.5pt}
.kd-paper .body{min-height:0}
.kd-paper .foot{display:grid;grid-template-columns:1fr auto 16mm;align-items:end;gap:6mm;height:17mm;border-top:.35mm solid #000;padding-top:1.2mm;font-size:8.5pt}
.kd-paper .foot .made{align-self:center;display:grid;gap:1mm}
.kd-paper .page-no{align-self:center;font-size:9.5pt;white-space:nowrap}
.kd-paper .head{font-family:'DejaVu Sans Mono',Consolas,Menlo,monospace;font-weight:700;font-size:9pt}
.kd-paper .head i{margin-right:.45em}
.kd-paper .id{margin-left:3mm}
.kd-paper .again{display:inline-block;margin-left:3mm;padding:.3mm 1.4mm;line-height:1;border:.4mm solid #000;font-size:9.5pt}
.kd-paper .qr{display:block;fill:none;stroke:#000;shape-rendering:crispEdges}
.kd-paper .qr path{stroke-width:1}
.kd-paper .qr-head{width:15.5mm;height:15.5mm}
.kd-paper .qr-row{width:9.5mm;height:9.5mm;margin:0 auto}
.kd-paper .qr-strip{width:44mm;height:44mm}
.kd-paper .qr-draw{width:34mm;height:34mm}
.kd-paper .drill{position:absolute;z-index:1;top:38%;right:0;left:0;color:rgb(0 0 0/8%);font-size:52mm;font-weight:700;line-height:1;text-align:center;white-space:nowrap;letter-spacing:.12em;transform:rotate(-24deg);pointer-events:none}
.kd-paper .half .drill{top:30%;font-size:38mm}
.kd-paper .strip .drill{top:22%;font-size:20mm}
.kd-paper .signs{display:grid;grid-template-columns:repeat(4,1fr);gap:0 6mm;padding-bottom:2mm}
.kd-paper .signs span{height:15mm;padding-top:7.5mm;font-size:9.5pt;border-bottom:.25mm solid #000}
.kd-paper table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:9.5pt}
.kd-paper caption{height:8mm;padding-top:2.4mm;font-size:11pt;font-weight:700;text-align:left}
.kd-paper th,.kd-paper td{padding:.4mm 1mm;border:.2mm solid #000;text-align:left;vertical-align:middle;overflow-wrap:anywhere;line-height:1.25}
.kd-paper thead th{font-size:8.5pt;font-weight:700;background:#ececec}
.kd-paper .num{text-align:right}
.kd-paper .mid,.kd-paper .lot,.kd-paper .hand{text-align:center}
.kd-paper td.lot{font-size:11.5pt;font-weight:700}
.kd-paper td.out{color:#000;background:repeating-linear-gradient(135deg,#fff 0 1.2mm,#d8d8d8 1.2mm 1.5mm)}
.kd-paper s{text-decoration:line-through;text-decoration-thickness:.35mm}
.kd-paper table.pairs{margin:1mm 0}
.kd-paper .pairs th,.kd-paper .pairs td{border:0;border-bottom:.15mm solid #888;vertical-align:baseline;font-size:10.5pt}
.kd-paper .pairs th{font-weight:400;color:#333;padding-left:0}
.kd-paper .pairs td{font-weight:500}
.kd-paper .say{padding-bottom:1.5mm;white-space:pre-line;overflow-wrap:anywhere}
.kd-paper table:not(.pairs)+.say{padding-top:2mm}
.kd-paper .mono{font-family:'DejaVu Sans Mono',Consolas,Menlo,monospace;overflow-wrap:anywhere}
.kd-paper h2{padding:2mm 0 1mm;font-size:12pt;font-weight:700}
.kd-paper .big{display:grid;grid-template-columns:1fr auto;align-items:center;gap:4mm;padding-bottom:2mm}
.kd-paper .big .lot-no{font-size:46pt;font-weight:700;line-height:1}
.kd-paper .big .verdict{padding:1.5mm 5mm;border:.5mm solid #000;font-size:20pt;font-weight:700;text-align:center}
.kd-paper .cut{display:grid;grid-template-columns:36mm minmax(0,1fr) 46mm;align-items:center;gap:3mm;height:78mm;border-bottom:.25mm dashed #000}
.kd-paper .cut .side{display:grid;gap:1.6mm;font-size:10.5pt}
.kd-paper .cut .again{margin:0;font-size:12pt}
.kd-paper .cut .place{font-size:17pt}
.kd-paper .cut .lot-no{font-size:104pt;font-weight:700;line-height:1;text-align:center;letter-spacing:-.02em}
.kd-paper .roll{display:grid;grid-template-columns:minmax(0,1fr) 26mm;align-items:center;gap:1mm 2mm;height:46mm}
.kd-paper .roll .side{grid-column:1/-1;display:flex;justify-content:space-between;gap:2mm;font-size:8.5pt;line-height:1.15}
.kd-paper .roll .place{font-size:12pt;white-space:nowrap}
.kd-paper .roll .lot-no{font-size:52pt;font-weight:700;line-height:1;letter-spacing:-.02em}
.kd-paper .roll .qr-strip{width:26mm;height:26mm}
.kd-paper .strip .foot{grid-template-columns:1fr auto 9mm;gap:1mm;height:10.5mm;padding-top:.6mm;font-size:5.6pt;border-top-width:.2mm}
.kd-paper .strip .foot .made{gap:.2mm}
.kd-paper .strip .head{font-size:5.6pt}
.kd-paper .strip .page-no{font-size:5.6pt}
.kd-paper .strip .again{margin-left:1mm;font-size:6.5pt;padding:0 .6mm}
.kd-paper .strip .qr-head{width:9mm;height:9mm}
.kd-paper .stroke{display:block;width:44mm;height:20mm;fill:none;stroke:#000}
.kd-paper .stroke path{stroke-width:8;stroke-linecap:round;stroke-linejoin:round}
.kd-paper table.small{font-size:8.5pt}
.kd-paper table.small thead th{font-size:7.5pt}
.kd-paper table.bare{margin-top:-.2mm}
.kd-paper .proof{font-family:'DejaVu Sans Mono',Consolas,Menlo,'Noto Sans SC Variable','Noto Sans SC','Microsoft YaHei',monospace;font-size:6.2pt;line-height:2.9mm;white-space:pre}
.kd-paper .proof.first{margin-top:1mm;padding-top:.8mm;border-top:.15mm solid #888}
.kd-paper .signed{display:grid;grid-template-columns:auto 1fr;gap:4mm;align-items:center;height:23mm;padding-left:57mm;font-size:8.5pt}
.kd-paper .rank td.rank-no{font-weight:700}
${heights}${sizes}
`
