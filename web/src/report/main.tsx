import { render } from 'preact'
import { readData } from './report-data.ts'
import { Report } from './report-view.tsx'
import '../styles/page.css'
import './report.css'

const root = document.getElementById('app')
if (root !== null) render(<Report data={readData()} />, root)
