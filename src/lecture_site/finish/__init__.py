"""Built pages get fonts and one style sheet, cut to what they show."""
