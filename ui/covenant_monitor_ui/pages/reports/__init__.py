"""What leaves the house and what comes in: workbook, report, letters, charts, releases, questionnaires, import."""
